// Browser tests against the server as it is shipped. `cargo xtask test --only e2e` builds what they need and runs them.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "tests",
  outputDir: "results/files",
  globalSetup: "./setup.ts",
  // Each file of tests has its own server and database; its tests share them and run in order.
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  // One snapshot for all databases: what a person hears does not depend on where the rows are.
  snapshotPathTemplate: "{testDir}/../snapshots/{testFileName}/{arg}{ext}",
  forbidOnly: true,
  retries: 0,
  // A test compares and never writes; `cargo xtask snapshots` writes.
  updateSnapshots: "none",
  reporter: "list",
  use: {
    actionTimeout: 10_000,
    locale: "en-GB",
    timezoneId: "Europe/London",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM || undefined,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "sqlite" },
    // The same tests on the other database, one an area: those with the tag.
    { name: "postgres", grep: /@postgres/ },
    // No tests: the pictures of the README.
    { name: "screenshots", testDir: "screenshots", testMatch: /.*\.ts/ },
  ],
});
