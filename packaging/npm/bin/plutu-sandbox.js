#!/usr/bin/env node
// Starts the program of this platform's package. Arguments, signals and the exit code pass through.
"use strict";
const { spawn } = require("node:child_process");

const platform = `${process.platform}-${process.arch}`;
const name = `@plutu-rs/sandbox-${platform}`;
const { version } = require("../package.json");

function find() {
  try {
    return require.resolve(`${name}/bin/plutu-sandbox${process.platform === "win32" ? ".exe" : ""}`);
  } catch {
    console.error(`error: the package ${name} is not installed`);
    console.error(`It is an optional dependency: install plutu-sandbox without --omit=optional.`);
    console.error(`If there is none for ${platform}, build the program: cargo install plutu-sandbox@${version}`);
    process.exit(1);
  }
}

const child = spawn(find(), process.argv.slice(2), { stdio: "inherit" });
const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
for (const signal of signals) process.on(signal, () => child.kill(signal));

child.on("error", (error) => {
  console.error(`error: ${error.message}`);
  process.exit(1);
});
child.on("exit", (code, signal) => {
  if (signal === null) process.exit(code);
  // Whoever started this learns that a signal ended it.
  for (const handled of signals) process.removeAllListeners(handled);
  process.kill(process.pid, signal);
});
