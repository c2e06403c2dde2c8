// Runs before the saga's program, with the arguments `<before|after> <event>`: ends it right before,
// or right after, it has recorded one event of that type, with the step if it is named.
import { PgEventStore } from '@ferrule/event-store';

const [, , when, event] = process.argv;
const { append } = PgEventStore.prototype;
const [type, step] = event.split(' ');
PgEventStore.prototype.append = async function (items) {
  const isFatal = items.events.some(
    ({ type: one, data }) => one === type && (step === undefined || data.step === step),
  );
  if (isFatal && when === 'before') process.kill(process.pid, 'SIGKILL');
  const done = await append.call(this, items);
  if (isFatal) process.kill(process.pid, 'SIGKILL');
  return done;
};
