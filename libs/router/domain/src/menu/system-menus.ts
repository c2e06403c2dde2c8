import { menu, named } from './menu-facts.ts';

const everything = 'ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon';

export const systemMenus = [
  menu('/system/identity', { kind: 'singleton', args: 'name=MikroTik' }),
  menu('/system/script', {
    key: 'name',
    args: `name source= owner:filled policy:set=${everything} dont-require-permissions:flag=false
      comment`,
  }),
  menu('/system/scheduler', {
    key: 'name',
    args: `name interval:duration=0s start-date:filled start-time=00:00:00 on-event= days:set
      policy:set=${everything} disabled:flag=false comment`,
  }),
  menu('/certificate', {
    key: 'name',
    args: `name common-name country days-valid=365 digest-algorithm=sha256 key-size=2048
      key-usage:set=digital-signature,key-encipherment,data-encipherment,key-cert-sign,crl-sign,tls-server,tls-client
      locality organization state subject-alt-name:set trust-store:filled trusted:flag=false unit`,
    provides: named('/certificate'),
  }),
];
