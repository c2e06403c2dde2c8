/** An event as people are told of it. */
export interface ToldEvent {
  readonly type: string;
  readonly at: string;
  readonly datacenter: string | null;
  readonly networkId: string | null;
  readonly jobId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface AlertText {
  readonly subject: string;
  readonly body: string;
}

/** Further ones are counted: nobody reads a hundred lines at night. */
const MOST_LINES = 20;

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** What somebody else wrote must not break out of its line. */
const line = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 300);

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const reasonOf = ({ data }: ToldEvent): string | null => {
  const { reason, message } = data;
  if (isFields(reason)) return textOf(reason['message']);
  return textOf(reason) ?? textOf(message);
};

/** `NetworkProvisionFailed` → `Network provision failed`. */
const words = (type: string): string => {
  const [first = '', ...rest] = type.split(/(?=[A-Z])/u);
  return [first, ...rest.map((word) => word.toLowerCase())].join(' ');
};

const about = ({ networkId, datacenter, jobId }: ToldEvent): string =>
  [
    networkId === null ? jobId : `network ${networkId}`,
    ...(datacenter === null ? [] : [`in ${datacenter}`]),
  ].join(' ');

const sentence = (event: ToldEvent): string => {
  const reason = reasonOf(event);
  return line(`${words(event.type)}: ${about(event)}${reason === null ? '' : `: ${reason}`}`);
};

/** `2026-11-20 11:05:00`, as every service writes it. */
const time = (iso: string): string => iso.slice(0, 19).replace('T', ' ');

/** One message about everything that waits, oldest first. */
export const alertText = (events: readonly ToldEvent[], isDigest: boolean): AlertText => {
  const [first] = events;
  if (first === undefined) throw new TypeError('there is nothing to tell');
  const more = events.length - 1;
  const subject = isDigest
    ? `Ferrule: ${events.length} event${more > 0 ? 's' : ''} since yesterday`
    : `Ferrule: ${sentence(first)}${more > 0 ? ` (and ${more} more)` : ''}`;
  const listed = events.slice(0, MOST_LINES).map((one) => `${time(one.at)}  ${sentence(one)}`);
  const rest = events.length - listed.length;
  const jobs = [...new Set(events.slice(0, MOST_LINES).map(({ jobId }) => jobId))];
  return {
    subject: subject.slice(0, 200),
    body: [
      ...listed,
      ...(rest > 0 ? [`… and ${rest} more of the kind`] : []),
      '',
      'Look closer:',
      ...jobs.slice(0, 5).map((jobId) => `  ferrule job show ${line(jobId)}`),
      '',
    ].join('\n'),
  };
};
