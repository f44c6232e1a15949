// What every browser test starts with: `import { expect, test } from "../fixtures.ts"`.
import { basename } from "node:path";
import { test as base, type Page } from "@playwright/test";
import { copyTemplate, type Database } from "./database.ts";
import { Problems } from "./problems.ts";
import { startServer, type Server } from "./server.ts";

export { expect } from "@playwright/test";

interface ForTest {
  /** The server of this file of tests, on a database of its own with demonstration data: what another file did is not in it. */
  server: Served;
  /** What the browser complained about; none is expected unless the test says so. */
  problems: Problems;
  /** Another browser, for another person. */
  another: () => Promise<Page>;
}

interface ForWorker {
  /** Gives the server of a file of tests; that of the file before ends. */
  serve: (file: string) => Promise<Served>;
}

/** A running server and its database. */
export interface Served extends Server {
  database: string;
}

export const test = base.extend<ForTest, ForWorker>({
  serve: [
    async ({}, use, worker) => {
      let now: { file: string; server: Served; database: Database } | undefined;
      const end = async () => {
        const { server, database } = now ?? {};
        now = undefined;
        try {
          await server?.stop();
        } finally {
          database?.drop();
        }
      };
      try {
        await use(async (file) => {
          if (now?.file === file) return now.server;
          await end();
          const database = copyTemplate(worker.project.name, worker.workerIndex, basename(file, ".spec.ts"));
          try {
            const server = { ...(await startServer(database.url)), database: database.url };
            now = { file, server, database };
            return server;
          } catch (problem) {
            database.drop();
            throw problem;
          }
        });
      } finally {
        await end();
      }
    },
    { scope: "worker" },
  ],
  server: async ({ serve }, use, test) => use(await serve(test.file)),
  baseURL: async ({ server }, use) => use(server.url),
  problems: async ({}, use) => {
    const problems = new Problems();
    await use(problems);
    problems.check();
  },
  context: async ({ context, problems, server }, use) => {
    await problems.watch(context, server.url);
    await use(context);
  },
  another: async ({ browser, problems, server, contextOptions }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async () => {
      const context = await browser.newContext({ ...contextOptions, baseURL: server.url });
      contexts.push(context);
      await problems.watch(context, server.url);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});
