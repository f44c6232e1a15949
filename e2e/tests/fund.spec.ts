// Money comes to a cluster, and everybody of the cluster can follow it.
import type { Page } from "@playwright/test";
import { expectAccessibleAtEveryWidth } from "../accessible.ts";
import { cluster, id, intervention } from "../demonstration.ts";
import { expect, test } from "../fixtures.ts";
import { answerTo, instead } from "../network.ts";
import { errors, heading, signIn } from "../person.ts";
import { enterDay, goOn } from "../proposal.ts";

const LEAD = "Strategic lead for SEND";
const MONEY = `${cluster(3)}/money`;
const READING = "Reading intervention by trained teaching assistants";

test("the strategic lead pays money to a cluster, and its Board sees it @postgres", async ({ page, another }) => {
  await signIn(page, LEAD);
  await page.goto(MONEY);
  await expect(page.getByText("The cluster has £30,765 left to commit.")).toBeVisible();
  await page.getByRole("button", { name: "Pay money to the cluster" }).click();
  await goOn(page);
  const summary = errors(page);
  await expect(summary).toBeFocused();
  await expect(summary.getByRole("link")).toHaveText(["Enter the amount", "Enter where the money comes from"]);
  await summary.getByRole("link", { name: "Enter the amount" }).click();
  await expect(page.getByLabel("How much?")).toBeFocused();
  await fill(page, "4,166.67");
  await goOn(page);
  await expect(heading(page)).toContainText("Check the payment");
  await expect(page.getByText("£34,931.67")).toBeVisible();
  await expectAccessibleAtEveryWidth(page);

  await page.getByRole("link", { name: "Change the amount" }).click();
  await page.getByLabel("How much?").fill("4166.66");
  await goOn(page);
  await page.getByRole("button", { name: "Pay £4,166.66" }).click();
  await expect(page.getByText("The money is paid to the cluster.")).toBeVisible();
  await expect(page.getByText("The cluster has £34,931.66 left to commit.")).toBeVisible();
  await expectAccessibleAtEveryWidth(page);

  const member = await another();
  await signIn(member, "SENCO, Marshfield");
  await member.goto(MONEY);
  await expect(member.getByText("The cluster has £34,931.66 left to commit.")).toBeVisible();
  await expect(member.getByRole("row", { name: "14 June 2019 £4,166.66 High needs block, third payment The authority Left to commit" })).toBeVisible();
  const figures = member.getByRole("table").first().getByRole("row");
  await expect(figures.filter({ hasText: "Received" })).toContainText("£49,166.66");
});

test("the strategic lead records an invoice, it is reversed, and the year shows both @postgres", async ({ page, another }) => {
  await signIn(page, LEAD);
  await page.goto(intervention(READING));
  await page.getByRole("button", { name: "Record a payment" }).click();
  await goOn(page);
  await expect(errors(page).getByRole("link")).toHaveText(["Enter the amount", "Enter what it is"]);
  await page.getByLabel("How much?").fill("99,999");
  await page.getByLabel("What was paid?").fill("Invoice IN-3340, third month");
  await goOn(page);
  await page.getByRole("button", { name: "Record the payment" }).click();
  await expect(errors(page)).toContainText("£7,466.66 is committed to this and not paid. Enter that or less");
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("link", { name: "Change How much?" }).click();
  await expect(page.getByLabel("What was paid?")).toHaveValue("Invoice IN-3340, third month");
  await page.getByLabel("How much?").fill("1866.67");
  await goOn(page);
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("button", { name: "Record the payment" }).click();
  await expect(page.getByText("The payment is recorded.")).toBeVisible();

  const member = await another();
  await signIn(member, "SENCO, Marshfield");
  await member.goto(MONEY);
  await expect(member.getByRole("row", { name: "£1,866.67 Invoice IN-3340, third month Committed Spent" })).toBeVisible();
  await expect(member.getByRole("link", { name: /^Reverse/ })).toHaveCount(0);
  const [file] = await Promise.all([
    member.waitForEvent("download"),
    member.getByRole("link", { name: "Download all movements (CSV)" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("movements.csv");
  await member.goto(`${MONEY}/year`);
  await expect(heading(member)).toContainText("Money of the year 2019/20");
  await expect(member.getByRole("row", { name: new RegExp(READING) })).toContainText("£1,866.67");
  await expectAccessibleAtEveryWidth(member);

  await page.goto(MONEY);
  await page.getByRole("row", { name: "Invoice IN-3340, third month" }).getByRole("link", { name: /^Reverse/ }).click();
  await page.getByLabel("Why?").fill("The invoice is for another cluster.");
  await goOn(page);
  await page.getByRole("button", { name: "Reverse it" }).click();
  await expect(page.getByText("The movement is reversed.")).toBeVisible();
  await expect(page.getByRole("row", { name: "The invoice is for another cluster." })).toContainText("A reversal");
});

test("a payment whose answer was lost on the way is made once", async ({ page, problems }) => {
  problems.expect(/ERR_FAILED/);
  await signIn(page, LEAD);
  await page.goto(`${cluster(4)}/money/allocate`);
  await fill(page, "500");
  await goOn(page);
  const found = await instead(page, "AllocateMoney", async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.getByRole("button", { name: "Pay £500" }).click();
  await expect(errors(page)).toContainText("What you entered is still here.");
  await found();
  await page.getByRole("button", { name: "Pay £500" }).dblclick();
  await expect(page.getByText("The money is paid to the cluster.")).toBeVisible();
  await expect(page.getByText("The cluster has £500 left to commit.")).toBeVisible();
  await expect(page.getByRole("row", { name: "High needs block, third payment" })).toHaveCount(1);
});

test("a cluster without money says who pays it", async ({ page, another }) => {
  await signIn(page, "SENCO, Beggar's Bush 4 (invented)");
  await page.goto(`${cluster(1)}/money`);
  await expect(heading(page)).toHaveText("Page not found");
  const chair = await another();
  await signIn(chair, "Headteacher, Coldharbour 1 (invented)");
  await chair.goto(`${cluster(1)}/money`);
  await expect(chair.getByText("No money has been paid to this cluster yet. The authority’s strategic lead for SEND pays it.")).toBeVisible();
});

test("a Board member cannot pay money to the cluster, by the page or by the API", async ({ page }) => {
  await signIn(page, "Headteacher, Abbotswood");
  await page.goto(MONEY);
  await expect(heading(page)).toContainText("Money");
  await expect(page.getByRole("button", { name: "Pay money to the cluster" })).toHaveCount(0);
  await page.goto(`${MONEY}/allocate`);
  await expect(heading(page)).toHaveText("You cannot pay money to this cluster");
  const input = {
    id: "5d3b6b0e-59f5-4a3c-8d0c-2f1f6f0f9a11",
    cluster: id("cluster: 3"),
    amount: 100_000,
    day: "2019-06-19",
    reason: "For us",
  };
  expect((await answerTo(page, "fund/allocate", { input })).failure).toEqual({ code: "FORBIDDEN" });
});

async function fill(page: Page, amount: string): Promise<void> {
  await page.getByLabel("How much?").fill(amount);
  await enterDay(page.getByRole("group", { name: "On which day?" }), "14", "6", "2019");
  await page.getByLabel("Where does the money come from, and what is it for?").fill("High needs block, third payment");
}
