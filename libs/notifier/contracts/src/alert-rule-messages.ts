import type { Command, Event } from '@ferrule/kernel';
import type { AlertRuleOrder, AlertRuleSettings } from './alert-rule.ts';

export interface AlertRuleRef {
  readonly ruleId: string;
}

/** Makes a rule, or says everything of it anew. */
export type SetAlertRule = Command<
  'SetAlertRule',
  AlertRuleRef &
    AlertRuleOrder & {
      /** Of a chat: its address, sealed for `chatAddressPlace`. Absent: as it was. */
      readonly address?: string;
    }
>;
export type RemoveAlertRule = Command<'RemoveAlertRule', AlertRuleRef>;
export type AlertRuleCommand = SetAlertRule | RemoveAlertRule;

export type AlertRuleSet = Event<'AlertRuleSet', AlertRuleRef & AlertRuleSettings>;
export type AlertRuleRemoved = Event<'AlertRuleRemoved', AlertRuleRef>;
export type AlertRuleEvent = AlertRuleSet | AlertRuleRemoved;
