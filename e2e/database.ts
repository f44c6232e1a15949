// Databases with demonstration data: filled once a run, copied for every file of tests.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { startServer } from "./server.ts";

/** A database of its own, and how it goes away. */
export interface Database {
  url: string;
  drop(): void;
}

/** Fills the databases that the others are copies of. */
export async function fillTemplates(): Promise<void> {
  await fill(sqliteUrl("template"));
  if (process.env.TEST_DATABASE_URL) {
    sql(`create database ${postgresName("template")}`);
    await fill(postgresUrl(postgresName("template")));
  }
}

/** Removes what `fillTemplates` left outside of the run's folder. */
export function dropTemplates(): void {
  if (process.env.TEST_DATABASE_URL) sql(`drop database if exists ${postgresName("template")} with (force)`);
}

/** A fresh copy for one file of tests in one worker. */
export function copyTemplate(project: string, worker: number, file: string): Database {
  const name = `${project}_${worker}_${file.replace(/\W/g, "_")}`;
  if (project !== "postgres") {
    for (const end of ["", "-wal"]) {
      const from = sqliteFile("template") + end;
      if (existsSync(from)) copyFileSync(from, sqliteFile(name) + end);
    }
    // The run's folder is removed as a whole.
    return { url: sqliteUrl(name), drop: () => {} };
  }
  if (!process.env.TEST_DATABASE_URL) throw new Error("the project postgres needs TEST_DATABASE_URL");
  sql(`create database ${postgresName(name)} template ${postgresName("template")}`);
  return {
    url: postgresUrl(postgresName(name)),
    drop: () => sql(`drop database if exists ${postgresName(name)} with (force)`),
  };
}

async function fill(url: string): Promise<void> {
  const server = await startServer(url);
  await server.stop();
}

function folder(): string {
  const folder = process.env.SEND_E2E_FOLDER;
  if (!folder) throw new Error("SEND_E2E_FOLDER is set by setup.ts");
  return folder;
}

function sqliteFile(name: string): string {
  return join(folder(), `${name}.sqlite`);
}

function sqliteUrl(name: string): string {
  return `sqlite://${sqliteFile(name)}?mode=rwc`;
}

/** Two runs at once may share a database server. */
function postgresName(name: string): string {
  return `e2e_${process.env.SEND_E2E_RUN}_${name}`;
}

function postgresUrl(name: string): string {
  const url = new URL(process.env.TEST_DATABASE_URL ?? "");
  url.pathname = `/${name}`;
  return url.href;
}

function sql(statement: string): void {
  const psql = process.env.PSQL ?? "psql";
  execFileSync(psql, ["-qX", "-v", "ON_ERROR_STOP=1", "-c", statement, process.env.TEST_DATABASE_URL ?? ""], { stdio: ["ignore", "inherit", "inherit"] });
}
