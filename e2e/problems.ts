// What a browser complains about while a person sees nothing of it: errors in the console and in scripts, what the content
// security policy refused, and any request to somebody else's machine.
import { expect, type BrowserContext } from "@playwright/test";

/** The problems of one test. */
export class Problems {
  #found: string[] = [];
  #expected: RegExp[] = [];

  /** Says that a problem belongs to the test, such as the refused request of a page that shows a failure. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  /** Listens to all pages of a context, those that open later too. */
  async watch(context: BrowserContext, origin: string): Promise<void> {
    // Written to the console, so that it is found where the rest is.
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (it) => {
        console.error(`content security policy: ${it.effectiveDirective} refused ${it.blockedURI}`);
      });
    });
    context.on("console", (message) => {
      if (message.type() === "error") this.#found.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (it) => this.#found.push(`script: ${it.error().message}`));
    context.on("request", (request) => {
      const url = new URL(request.url());
      if (/^https?:$/.test(url.protocol) && url.origin !== origin) this.#found.push(`request to ${url.origin}`);
    });
  }

  /** Fails for a problem that was not expected, and for an expected one that did not come. */
  check(): void {
    const unexpected = this.#found.filter((it) => !this.#expected.some((pattern) => pattern.test(it)));
    expect(unexpected, "what the browser complained about").toEqual([]);
    const missing = this.#expected.filter((pattern) => !this.#found.some((it) => pattern.test(it)));
    expect(missing.map(String), "expected complaints that did not come").toEqual([]);
  }
}
