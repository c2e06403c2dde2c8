export {
  FIREWALL_PROFILES,
  type BgpProfile,
  type DatacenterProfile,
  type FirewallProfile,
} from './datacenter.ts';
export type { RouterEntry } from './router.ts';
