import type {
  DatacenterCommand,
  DatacenterEvent,
  DatacenterOrder,
  DatacenterRef,
  DatacenterSettings,
} from '@ferrule/inventory-contracts';
import { type Decider, Rejection } from '@ferrule/kernel';
import { datacenterSettings } from './datacenter-settings.ts';
import { isSame } from './same.ts';

export type Datacenter =
  'unknown' | { readonly settings: DatacenterSettings; readonly isInMaintenance: boolean };

export const datacenterStream = (datacenterId: string): string => `datacenter-${datacenterId}`;

const configure = (
  data: DatacenterRef & DatacenterOrder,
  { settings: before }: Exclude<Datacenter, 'unknown'>,
): readonly DatacenterEvent[] => {
  const settings = datacenterSettings(data, before.bgp);
  // A new key does not show in the settings.
  const hasNewKey = data.bgp?.peers.some(({ md5Key }) => md5Key !== undefined) === true;
  if (!hasNewKey && isSame(settings, before)) return [];
  const { datacenterId } = data;
  return [{ type: 'DatacenterConfigured', data: { datacenterId, ...settings } }];
};

const register = (
  data: DatacenterRef & DatacenterOrder,
  datacenter: Datacenter,
): readonly DatacenterEvent[] => {
  const { datacenterId } = data;
  if (datacenter !== 'unknown')
    throw new Rejection('DATACENTER_EXISTS', `there is a datacenter ${datacenterId} already`, {
      field: 'datacenterId',
      suggestion: 'configure it, or take another id',
    });
  const settings = datacenterSettings(data, null);
  return [{ type: 'DatacenterRegistered', data: { datacenterId, ...settings } }];
};

export const datacenterDecider: Decider<DatacenterCommand, DatacenterEvent, Datacenter> = {
  initial: 'unknown',
  decide: ({ type, data }, datacenter) => {
    if (type === 'RegisterDatacenter') return register(data, datacenter);
    const { datacenterId } = data;
    if (datacenter === 'unknown')
      throw new Rejection('DATACENTER_NOT_FOUND', `there is no datacenter ${datacenterId}`, {
        field: 'datacenterId',
      });
    switch (type) {
      case 'ConfigureDatacenter':
        return configure(data, datacenter);
      case 'StartDatacenterMaintenance':
        if (datacenter.isInMaintenance) return [];
        return [{ type: 'DatacenterMaintenanceStarted', data }];
      case 'EndDatacenterMaintenance':
        if (!datacenter.isInMaintenance) return [];
        return [{ type: 'DatacenterMaintenanceEnded', data }];
    }
  },
  evolve: (datacenter, event) => {
    switch (event.type) {
      case 'DatacenterRegistered':
      case 'DatacenterConfigured': {
        const { datacenterId: _, ...settings } = event.data;
        const isInMaintenance = datacenter !== 'unknown' && datacenter.isInMaintenance;
        return { settings, isInMaintenance };
      }
      case 'DatacenterMaintenanceStarted':
      case 'DatacenterMaintenanceEnded':
        return datacenter === 'unknown'
          ? datacenter
          : { ...datacenter, isInMaintenance: event.type === 'DatacenterMaintenanceStarted' };
    }
  },
};
