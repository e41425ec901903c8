// A placeholder until the server is written: proves that installing, building and starting work.
console.log(`Planwright server placeholder on Node ${process.version}`);
