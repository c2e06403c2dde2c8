import type { Decider } from '@ferrule/kernel';
import { Rejection } from '@ferrule/kernel';
import type {
  AlertRuleCommand,
  AlertRuleEvent,
  AlertRuleOrder,
  AlertRuleSettings,
} from '@ferrule/notifier-contracts';

export type AlertRule = 'none' | AlertRuleSettings;

export const alertRuleStream = (ruleId: string): string => `alert-rule-${ruleId}`;

const settingsOf = ({
  filter: { types, datacenters },
  to,
  digestAt = null,
  quiet = null,
  timeZone,
  groupSeconds,
}: AlertRuleOrder): AlertRuleSettings => ({
  filter: { types, datacenters },
  to:
    to.kind === 'mail'
      ? { kind: 'mail', addresses: to.addresses }
      : { kind: 'chat', host: to.host },
  digestAt,
  quiet: quiet && { from: quiet.from, to: quiet.to },
  timeZone,
  groupSeconds,
});

export const alertRuleDecider: Decider<AlertRuleCommand, AlertRuleEvent, AlertRule> = {
  initial: 'none',
  decide: ({ type, data }, rule) => {
    const { ruleId } = data;
    if (type === 'RemoveAlertRule')
      return rule === 'none' ? [] : [{ type: 'AlertRuleRemoved', data: { ruleId } }];
    const wasChat = rule !== 'none' && rule.to.kind === 'chat';
    if (data.to.kind === 'chat' && data.address === undefined && !wasChat)
      throw new Rejection('ADDRESS_MISSING', 'a chat is told at an address: there is none', {
        field: 'address',
      });
    return [{ type: 'AlertRuleSet', data: { ruleId, ...settingsOf(data) } }];
  },
  evolve: (_, { type, data }) => (type === 'AlertRuleRemoved' ? 'none' : settingsOf(data)),
};
