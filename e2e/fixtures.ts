// What every browser test starts with: `import { expect, test } from "../fixtures.ts"`.
import { test as base, type Page } from "@playwright/test";
import { copyTemplate } from "./database.ts";
import { Problems } from "./problems.ts";
import { startServer, type Server } from "./server.ts";

export { expect } from "@playwright/test";

interface ForTest {
  /** What the browser complained about; none is expected unless the test says so. */
  problems: Problems;
  /** Another browser, for another person. */
  another: () => Promise<Page>;
}

interface ForWorker {
  /** The server of this worker, on a database of its own with demonstration data. */
  server: Server;
}

export const test = base.extend<ForTest, ForWorker>({
  server: [
    async ({}, use, worker) => {
      const database = copyTemplate(worker.project.name, worker.workerIndex);
      try {
        const server = await startServer(database.url);
        await use(server);
        await server.stop();
      } finally {
        database.drop();
      }
    },
    { scope: "worker", timeout: 120_000 },
  ],
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
