// The server as it is shipped, with demonstration data, on a port that the system chooses.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** The program, as it is shipped. */
export const BINARY = process.env.SEND_CLUSTERS ?? fileURLToPath(new URL("../target/release/send-clusters", import.meta.url));

/** A running server. */
export interface Server {
  url: string;
  /** What it has logged so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts a server on a database and waits until it listens. Its day is the demonstration's own, 19 June 2019. */
export async function startServer(database: string, ...more: string[]): Promise<Server> {
  const words = ["serve", "--demo", "--database-url", database, "--listen", "127.0.0.1:0", ...more];
  const child = spawn(BINARY, words, { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  const keep = (text: string) => (log = (log + text).slice(-100_000));
  child.stderr.setEncoding("utf8").on("data", keep);
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on("exit", (_, signal) => resolve(signal)));

  const url = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`the server did not listen within a minute:\n${log}`));
    }, 60_000);
    createInterface(child.stdout).on("line", (line) => {
      keep(`${line}\n`);
      const found = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(line);
      if (!found) return;
      clearTimeout(late);
      resolve(found[1]);
    });
    child.on("error", (problem) => {
      clearTimeout(late);
      reject(new Error(`${BINARY} could not be started: ${problem.message}`));
    });
    child.on("exit", (code, signal) => {
      clearTimeout(late);
      reject(new Error(`the server ended (${code ?? signal}) before it listened:\n${log}`));
    });
  });

  return {
    url,
    log: () => log,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server had ended by itself:\n${log}`);
      const late = setTimeout(() => child.kill("SIGKILL"), 15_000);
      child.kill("SIGTERM");
      const signal = await ended;
      clearTimeout(late);
      if (signal === "SIGKILL") throw new Error(`the server did not end within 15 seconds of SIGTERM:\n${log}`);
    },
  };
}
