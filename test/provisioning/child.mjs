// The saga as Node runs it: `node child.mjs <file> [<before|after> <event>]`. With an event it ends
// itself right before, or right after, it has recorded one of that type, with the step if it is named.
const [, , file, when, event] = process.argv;

if (event !== undefined) {
  const { PgEventStore } = await import('@ferrule/event-store');
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
}
await import(file);
