// Once a run, before all workers: a folder for the run and the databases that the workers copy.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dropTemplates, fillTemplates } from "./database.ts";

export default async function setup(): Promise<() => void> {
  // The workers inherit the environment.
  process.env.SEND_E2E_FOLDER = mkdtempSync(join(tmpdir(), "send-clusters-e2e-"));
  process.env.SEND_E2E_RUN = `${process.pid}`;
  const tidy = () => {
    dropTemplates();
    rmSync(process.env.SEND_E2E_FOLDER ?? "", { recursive: true, force: true });
  };
  try {
    await fillTemplates();
  } catch (problem) {
    tidy();
    throw problem;
  }
  return tidy;
}
