// A program of the service as Node runs it: `node child.mjs <file>`.
await import(process.argv[2]);
