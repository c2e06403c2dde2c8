/** Which events a webhook is told of. Nothing named: of all. */
export interface EventFilter {
  /** Names such as `NetworkProvisionCompleted`; a `*` at the end stands for any end. */
  readonly types: readonly string[];
  readonly datacenters: readonly string[];
}

export const SIGNINGS = ['hmac-sha256', 'ed25519'] as const;
export type Signing = (typeof SIGNINGS)[number];

/** What an operator says of a webhook. */
export interface WebhookSettings {
  readonly url: string;
  readonly filter: EventFilter;
  /** Of one network at most one delivery is under way, and the next only after it has arrived. */
  readonly ordered: boolean;
  readonly description: string | null;
}

/** As it is ordered. */
export type WebhookOrder = Omit<WebhookSettings, 'description'> &
  Partial<Pick<WebhookSettings, 'description'>>;

/** What a receiver checks a signature with; its secret half is in no message. */
export interface SigningKey {
  readonly signing: Signing;
  /** Of Ed25519, as `whpk_…`; null for a secret that both sides know. */
  readonly publicKey: string | null;
}

export const WEBHOOK_STATES = ['active', 'disabled'] as const;

export interface WebhookView extends WebhookSettings, SigningKey {
  readonly webhookId: string;
  readonly status: (typeof WEBHOOK_STATES)[number];
  readonly disabledReason: string | null;
  /** Until then the key before the current one signs too; null: there is one key. */
  readonly oldKeyUntil: string | null;
  /** Since when nothing has arrived; null: the last delivery did. */
  readonly failingSince: string | null;
  readonly waiting: number;
  readonly createdAt: string;
}

export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One call of a webhook, and what came back. */
export interface AttemptView {
  readonly at: string;
  readonly durationMs: number;
  /** Null: there was no answer. */
  readonly status: number | null;
  /** The beginning of the answer, or why there was none. */
  readonly answer: string;
}

export interface DeliveryView {
  readonly deliveryId: string;
  readonly webhookId: string;
  /** What `webhook-id` says: the same each time that this event is sent. */
  readonly eventId: string;
  readonly type: string;
  readonly networkId: string | null;
  readonly status: DeliveryState;
  readonly attempts: number;
  /** When it is tried again; null unless it is pending. */
  readonly due: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly last: AttemptView | null;
}
