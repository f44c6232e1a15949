// The way to the server, when it is slow, broken or away: requests are known by the operation they carry.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page, Route } from "@playwright/test";

/** Does something else with each request of one operation, until the function it gives is called. */
export async function instead(page: Page, operation: string, act: (route: Route) => Promise<void>): Promise<() => Promise<void>> {
  const handle = async (route: Route) => {
    const { operationName } = route.request().postDataJSON();
    return operationName === operation ? act(route) : route.fallback();
  };
  await page.route("**/graphql", handle);
  return () => page.unroute("**/graphql", handle);
}

/** What the server said to a document of the page, sent by the page of whoever is signed in. */
export async function answerTo(page: Page, document: string, variables: object): Promise<{ data: unknown; failure?: unknown }> {
  const file = fileURLToPath(new URL(`../frontend/src/${document}.graphql`, import.meta.url));
  const body = JSON.stringify({ query: readFileSync(file, "utf8"), variables });
  const answer = await page.evaluate(async (body) => {
    const response = await fetch("/graphql", { method: "POST", headers: { "content-type": "application/json" }, body });
    return response.json();
  }, body);
  return { data: answer.data, failure: answer.errors?.[0]?.extensions?.failure };
}
