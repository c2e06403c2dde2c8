// planted: ferrule/pure-domain-syntax
export const now = new Date();
// planted: ferrule/pure-domain-properties
export const millis = Date.now();
// planted: ferrule/pure-domain-properties
export const dice = Math.random();
// planted: ferrule/pure-domain-globals
export const uptime = performance.now();
// planted: ferrule/pure-domain-globals
export const id = crypto.randomUUID();
// planted: ferrule/pure-domain-globals
export const place = process.cwd();
// planted: ferrule/pure-domain-globals
export const sneaked = globalThis.process.cwd();
// planted: ferrule/pure-domain-globals
export const timer = setTimeout(() => undefined, 1);
// planted: ferrule/pure-domain-globals
export const interval = setInterval(() => undefined, 1);
// planted: ferrule/pure-domain-globals
export const answer = fetch('http://127.0.0.1');

// planted: ferrule/pure-domain-syntax
export const waits = async () => {
  // planted: ferrule/pure-domain-syntax
  await answer;
};

// A point in time that came in with a command is data.
export const given = new Date('2026-01-01T00:00:00Z').getTime();
