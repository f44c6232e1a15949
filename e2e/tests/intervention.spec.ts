// The first job: a Board member proposes an intervention, another member records the Board's agreement, the money is committed.
import type { Page } from "@playwright/test";
import { expectAccessibleAtEveryWidth } from "../accessible.ts";
import { cluster, id, intervention } from "../demonstration.ts";
import { expect, test } from "../fixtures.ts";
import { answerTo, instead } from "../network.ts";
import { errors, heading, signIn } from "../person.ts";
import { answerAll, enterDay, goOn, QUESTIONS, type Proposal } from "../proposal.ts";

const THERAPIST: Proposal = { title: "Full-time speech and language therapist, six months", cost: "25000" };
const PROPOSER = "SENCO, Little Stoke";
const COLLEAGUE = "Headteacher, Filton Hill";
const PLAN = `${cluster(2)}/plan`;
const MONEY = `${cluster(2)}/money`;
const SEND = "Send to the Cluster Board";

test("a Board member proposes, another records the agreement, and the money is committed to the penny @postgres", async ({ page, another }) => {
  const lead = await another();
  await signIn(lead, "Strategic lead for SEND");
  await pay(lead, "12,345.67");

  await signIn(page, PROPOSER);
  await page.goto(PLAN);
  await answerAll(page, THERAPIST);

  // One answer is changed, and the way back is to the answers.
  await page.getByRole("link", { name: "Change provider" }).click();
  await expect(heading(page)).toHaveText("Who provides it?");
  await expect(page.getByLabel("Who provides it?")).toHaveValue("Speech and Language Service");
  await page.getByLabel("Who provides it?").fill("Sirona Speech and Language");
  await goOn(page);
  await expect(heading(page)).toHaveText("Check your answers before you send the proposal");
  await expect(answer(page, "Provider")).toHaveText("Sirona Speech and Language");
  await expect(answer(page, "Cost")).toHaveText("£25,000");
  await expectAccessibleAtEveryWidth(page);

  await page.getByRole("button", { name: SEND }).click();
  await expect(heading(page)).toHaveText("Proposal sent to the Cluster Board");
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("link", { name: "See the intervention" }).click();

  // She cannot agree her own proposal, and the page says why.
  await expect(page.getByText("You proposed this. Another member of the Board has to record the agreement.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Record the Board’s agreement" })).toHaveCount(0);
  const address = new URL(page.url()).pathname;
  await page.goto(`${address}/agree`);
  await expect(heading(page)).toHaveText("You cannot record the agreement");
  await expect(page.getByText("You proposed this, so another member of the Board has to record the agreement.")).toBeVisible();
  const own = { input: { id: address.split("/")[2], version: 1, agreedOn: "2019-06-19", reasons: "Mine", challenge: "None", response: "None" } };
  expect((await answerTo(page, "intervention/agree", own)).failure).toEqual({ code: "OWN_PROPOSAL" });

  const colleague = await another();
  await signIn(colleague, COLLEAGUE);
  await colleague.getByRole("link", { name: THERAPIST.title }).first().click();
  await colleague.getByRole("button", { name: "Record the Board’s agreement" }).click();
  await recordAgreement(colleague);
  await expect(heading(colleague)).toContainText("Check what you record");
  await expectAccessibleAtEveryWidth(colleague);
  await colleague.getByRole("button", { name: "Record the agreement" }).click();
  await expect(colleague.getByText("The Board’s agreement is recorded. £25,000 is committed.")).toBeVisible();
  await expect(answer(colleague, "Recorded by")).toHaveText(COLLEAGUE);

  // 60,000.00 and 12,345.67 were received; 44,005.00 was committed before, and 30,853.34 of it is paid.
  await colleague.goto(MONEY);
  await expect(colleague.getByText("The cluster has £3,340.67 left to commit.")).toBeVisible();
  const figures = colleague.getByRole("table").first();
  for (const figure of ["Received £72,345.67", "Spent £30,853.34", "Committed, not paid £38,151.66", "Left to commit £3,340.67"]) {
    await expect(figures.getByRole("row", { name: figure })).toBeVisible();
  }
  await expect(colleague.getByRole("row", { name: `19 June 2019 £25,000.00 ${THERAPIST.title}` })).toBeVisible();

  // What was agreed stays as it was agreed.
  await page.goto(`${address}/revise`);
  await expect(heading(page)).toHaveText("You cannot revise this");
});

test("each question can be gone back to, and keeps its answer", async ({ page }) => {
  await signIn(page, PROPOSER);
  await page.goto(PLAN);
  await answerAll(page, THERAPIST);
  for (const { heading: question, word } of [...QUESTIONS].reverse()) {
    await page.getByRole("link", { name: "Back", exact: true }).click();
    await expect(heading(page)).toHaveText(question);
    await expect(page).toHaveURL(new RegExp(`/propose/${word}\\?draft=`));
    await expectAccessibleAtEveryWidth(page);
  }
  await expect(page.getByLabel("Title")).toHaveValue(THERAPIST.title);
  for (const { heading: question } of QUESTIONS) {
    await expect(heading(page)).toHaveText(question);
    await goOn(page);
  }
  await expect(heading(page)).toHaveText("Check your answers before you send the proposal");
  await expect(answer(page, "Baseline")).toHaveText("42 on 3 June 2019 (Summer screen of the two schools)");
  await expect(answer(page, "For whom")).toHaveText("Pupils at SEN Support, Reception to Year 2 and Years 3 and 4: about 11 to 30");
  await expect(answer(page, "Schools").getByRole("listitem")).toHaveText([
    "Little Stoke Primary School",
    "St Chad's Patchway CofE Primary School",
  ]);

  // A look at the plan loses nothing either.
  await page.getByRole("link", { name: "Plan and money" }).click();
  await page.getByRole("button", { name: "Go on with your proposal" }).click();
  await expect(heading(page)).toHaveText("Check your answers before you send the proposal");
  await expect(answer(page, "Title")).toHaveText(THERAPIST.title);
  await giveUp(page);
});

test("a wrong answer is told where it is, and what was typed stays", async ({ page }) => {
  await signIn(page, PROPOSER);
  await page.goto(PLAN);
  await page.getByRole("button", { name: "Propose an intervention" }).click();
  await goOn(page);
  await expectError(page, ["Enter a title", "Choose what kind of help it is"]);
  await expectAccessibleAtEveryWidth(page);
  await errors(page).getByRole("link", { name: "Enter a title" }).click();
  await expect(page.getByLabel("Title")).toBeFocused();
  await page.getByLabel("Title").fill(THERAPIST.title);
  await errors(page).getByRole("link", { name: "Choose what kind of help it is" }).click();
  await expect(page.getByRole("radio").first()).toBeFocused();
  await page.getByLabel("Staff").check();

  for (const { heading: question, answer: give, word } of QUESTIONS.slice(1)) {
    await goOn(page);
    await expect(heading(page)).toHaveText(question);
    if (word === "cost") break;
    await give(page, THERAPIST);
  }
  await page.getByLabel("What does it cost in all?").fill("lots");
  await goOn(page);
  await expect(page).toHaveTitle("Error: What does it cost in all? - SEND clusters");
  const summary = errors(page);
  await expect(summary).toBeFocused();
  await expect(page.getByLabel("What does it cost in all?")).toHaveValue("lots");
  await summary.getByRole("link").click();
  await expect(page.getByLabel("What does it cost in all?")).toBeFocused();
  await page.getByLabel("What does it cost in all?").fill("25,000");
  await goOn(page);
  await expect(heading(page)).toHaveText("How will you know whether it worked?");
  await expect(page).toHaveTitle("How will you know whether it worked? - SEND clusters");
  await giveUp(page);
});

test("a proposal whose answer was lost on the way is sent again and is there once", async ({ page, problems }) => {
  const it = { ...THERAPIST, title: "Sound field systems for four classrooms" };
  problems.expect(/ERR_INTERNET_DISCONNECTED/);
  problems.expect(/ERR_FAILED/);
  await signIn(page, PROPOSER);
  await page.goto(PLAN);
  await answerAll(page, it);

  await page.context().setOffline(true);
  await page.getByRole("button", { name: SEND }).click();
  await expectError(page, ["We could not reach the service. Check your connection and try again. What you entered is still here."]);
  await expectAccessibleAtEveryWidth(page);
  await page.context().setOffline(false);

  // It arrives, and the answer is lost.
  const found = await instead(page, "ProposeIntervention", async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.getByRole("button", { name: SEND }).click();
  await expectError(page, ["We could not reach the service."]);
  await found();

  await page.getByRole("button", { name: SEND }).dblclick();
  await expect(heading(page)).toHaveText("Proposal sent to the Cluster Board");
  await page.getByRole("link", { name: "Back to the plan" }).click();
  await expect(page.getByRole("link", { name: it.title })).toHaveCount(1);

  // The way back does not lead to a form that was sent.
  await page.goBack();
  await expect(heading(page)).toHaveText("Proposal sent to the Cluster Board");
});

test("an answer that was changed after a lost try is not sent over it", async ({ page, problems }) => {
  const it = { ...THERAPIST, title: "Signing for whole classes" };
  problems.expect(/ERR_FAILED/);
  await signIn(page, PROPOSER);
  await page.goto(PLAN);
  await answerAll(page, it);
  const found = await instead(page, "ProposeIntervention", async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.getByRole("button", { name: SEND }).click();
  await expectError(page, ["We could not reach the service."]);
  await found();
  await page.getByRole("link", { name: "Change title" }).click();
  await page.getByLabel("Title").fill("Signing for three classes");
  await goOn(page);
  await page.getByRole("button", { name: SEND }).click();
  await expect(page.getByText("An earlier try to send this proposal may have arrived.")).toBeVisible();
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("button", { name: "Make this a new proposal" }).click();
  await page.getByRole("button", { name: SEND }).click();
  await expect(heading(page)).toHaveText("Proposal sent to the Cluster Board");
  await page.getByRole("link", { name: "Back to the plan" }).click();
  for (const title of [it.title, "Signing for three classes"]) await expect(page.getByRole("link", { name: title })).toHaveCount(1);
});

test("a draft is kept at every step, and goes on on another machine", async ({ page, another }) => {
  await signIn(page, PROPOSER);
  await page.goto(PLAN);
  await page.getByRole("button", { name: "Propose an intervention" }).click();
  await QUESTIONS[0].answer(page, { ...THERAPIST, title: "Signing in assemblies" });
  await goOn(page);
  await expect(page.getByText("Your answers are saved as a draft.")).toBeVisible();
  await QUESTIONS[1].answer(page, THERAPIST);
  await goOn(page);
  await expect(heading(page)).toHaveText("Is something like this already there?");
  await expectAccessibleAtEveryWidth(page);

  // Loaded anew it is as it was, up to the last "Continue".
  await page.reload();
  await expect(heading(page)).toHaveText("Is something like this already there?");

  const elsewhere = await another();
  await signIn(elsewhere, PROPOSER);
  await elsewhere.goto(PLAN);
  await expect(elsewhere.getByText("You have begun a proposal and not sent it: “Signing in assemblies”. Saved on 19 June 2019.")).toBeVisible();
  await expectAccessibleAtEveryWidth(elsewhere);
  await elsewhere.getByRole("button", { name: "Go on with your proposal" }).click();
  await expect(heading(elsewhere)).toHaveText("Is something like this already there?");
  await elsewhere.getByRole("link", { name: "Back", exact: true }).click();
  await elsewhere.getByRole("link", { name: "Back", exact: true }).click();
  await expect(elsewhere.getByLabel("Title")).toHaveValue("Signing in assemblies");

  // Nobody else is told of it.
  const colleague = await another();
  await signIn(colleague, COLLEAGUE);
  await colleague.goto(PLAN);
  await expect(colleague.getByRole("button", { name: "Propose an intervention" })).toBeVisible();
  await expect(colleague.getByText("You have begun a proposal")).toHaveCount(0);
  await giveUp(page);
  await expect(page.getByText("You have begun a proposal")).toHaveCount(0);
});

test("whoever fills in one draft in two tabs is shown both values and chooses", async ({ page, context }) => {
  await signIn(page, PROPOSER);
  await page.goto(PLAN);
  await page.getByRole("button", { name: "Propose an intervention" }).click();
  await QUESTIONS[0].answer(page, { ...THERAPIST, title: "One title" });
  await goOn(page);
  await expect(page.getByText("Your answers are saved as a draft.")).toBeVisible();

  const second = await context.newPage();
  await second.goto(page.url());
  await second.getByRole("link", { name: "Back", exact: true }).click();
  await second.getByLabel("Title").fill("Another title");
  await goOn(second);
  await expect(second.getByText("Your answers are saved as a draft.")).toBeVisible();

  await QUESTIONS[1].answer(page, THERAPIST);
  await goOn(page);
  const both = page.getByRole("region", { name: "Somebody else changed this after you opened it" });
  await expect(both.getByRole("row", { name: "Title One title Another title" })).toBeVisible();
  await expectAccessibleAtEveryWidth(page);
  await both.getByRole("button", { name: "Save mine anyway" }).click();
  await expect(both).toHaveCount(0);
  await expect(page.getByText("Your answers are saved as a draft.")).toBeVisible();
  await second.close();
  await giveUp(page);
});

test("without a network a draft says that it is not saved, and is saved at the next step", async ({ page, problems }) => {
  problems.expect(/ERR_INTERNET_DISCONNECTED/);
  await signIn(page, PROPOSER);
  await page.goto(PLAN);
  await page.getByRole("button", { name: "Propose an intervention" }).click();
  await QUESTIONS[0].answer(page, { ...THERAPIST, title: "Kept through a tunnel" });
  await page.context().setOffline(true);
  await goOn(page);
  await expect(heading(page)).toHaveText("Which priority does it serve?");
  await expect(page.getByText("Your draft is not saved yet. We could not reach the service.")).toBeVisible();
  await expectAccessibleAtEveryWidth(page);
  await page.context().setOffline(false);
  await QUESTIONS[1].answer(page, THERAPIST);
  await goOn(page);
  await expect(page.getByText("Your answers are saved as a draft.")).toBeVisible();
  await page.reload();
  await page.getByRole("link", { name: "Back", exact: true }).click();
  await page.getByRole("link", { name: "Back", exact: true }).click();
  await expect(page.getByLabel("Title")).toHaveValue("Kept through a tunnel");
  await giveUp(page);
});

test("what points to one pupil is refused where it is typed, and is not sent", async ({ page }) => {
  await signIn(page, PROPOSER);
  await page.goto(PLAN);
  await page.getByRole("button", { name: "Propose an intervention" }).click();
  await page.getByLabel("Staff").check();
  const sent: string[] = [];
  page.on("request", (it) => sent.push(it.postData() ?? ""));
  await page.getByLabel("Title").fill("Speech therapy for B801200005001");
  await goOn(page);
  await expectError(page, ["“B801200005001” looks like a unique pupil number (UPN). Take it out and write about the whole group"]);
  await expect(page.getByLabel("Title")).toHaveValue("Speech therapy for B801200005001");
  expect(sent.join()).not.toContain("B801200005001");
});

test("a target that is no better needs a reason, and bad input stays in the form", async ({ page }) => {
  await signIn(page, PROPOSER);
  await page.goto(PLAN);
  await answerAll(page, { ...THERAPIST, title: "Quiet corridors" });
  await page.getByRole("link", { name: "Change target" }).click();
  await page.getByLabel("The value you aim at").fill("30");
  await goOn(page);
  await expectError(page, ["The target is no better than the baseline."]);
  await page.getByLabel("Why is a target that is no better right?").fill("Numbers rise everywhere.");
  await goOn(page);
  await expect(answer(page, "Why no better")).toHaveText("Numbers rise everywhere.");
  for (const [change, label, value, message] of [
    ["Change cost", "What does it cost in all?", "25.125", "Enter the amount in pounds"],
    ["Change cost", "What does it cost in all?", "-5", "Enter the amount in pounds"],
    ["Change title", "Title", "x".repeat(10_000), "Title must be 150 characters or fewer; it has 10000"],
  ]) {
    await page.getByRole("link", { name: change }).click();
    const before = await page.getByLabel(label).inputValue();
    await page.getByLabel(label).fill(value);
    await goOn(page);
    await expectError(page, [message]);
    await expect(page.getByLabel(label)).toHaveValue(value);
    await page.getByLabel(label).fill(before);
    await goOn(page);
    await expect(heading(page)).toHaveText("Check your answers before you send the proposal");
  }
  await page.getByRole("link", { name: "Change dates" }).click();
  await enterDay(page.getByRole("group", { name: "Last day" }), "1", "9", "2019");
  await goOn(page);
  await expectError(page, ["The last day must not be before the first"]);
  await giveUp(page);
});

test("when the session ends in the middle of a form, what was typed stays", async ({ page, context }) => {
  const it = { ...THERAPIST, title: "Quiet rooms in two schools", cost: "900" };
  await signIn(page, PROPOSER);
  await page.goto(PLAN);
  await answerAll(page, it);
  await context.clearCookies();
  await page.getByRole("button", { name: SEND }).click();
  await expectError(page, ["You are not signed in any more. What you entered is still here."]);
  await expectAccessibleAtEveryWidth(page);
  await expect(answer(page, "Title")).toHaveText(it.title);

  const [elsewhere] = await Promise.all([
    context.waitForEvent("page"),
    page.getByRole("link", { name: "Sign in (opens in a new tab)" }).click(),
  ]);
  await elsewhere.getByRole("button", { name: `Sign in as ${PROPOSER}`, exact: true }).click();
  await expect(heading(elsewhere)).toHaveText("What needs you");
  await elsewhere.close();

  await page.getByRole("button", { name: SEND }).click();
  await expect(heading(page)).toHaveText("Proposal sent to the Cluster Board");
});

test("nobody outside the cluster is given its proposals, by the page or by the API", async ({ page, another }) => {
  const address = intervention("Full-time speech and language therapist for six months");
  const one = { id: address.split("/")[2] };
  const plan = { cluster: id("cluster: 2"), after: null };
  const nothing = { id: "00000000-0000-4000-8000-000000000000" };

  await signIn(page, PROPOSER);
  await page.goto(address);
  await expect(heading(page)).toContainText("Full-time speech and language therapist for six months");
  expect((await answerTo(page, "intervention/intervention", one)).failure).toBeUndefined();

  for (const [name, said, code] of [
    ["Headteacher, Abbotswood", "Page not found", "NOT_FOUND"],
    ["Schools Forum member", "You cannot see this page", "FORBIDDEN"],
    ["SEND systems administrator", "You cannot see this page", "FORBIDDEN"],
  ]) {
    const outsider = await another();
    await signIn(outsider, name);
    for (const hidden of [address, PLAN, MONEY]) {
      await outsider.goto(hidden);
      await expect(heading(outsider)).toHaveText(said);
    }
    // Not a word more than about an intervention that never was.
    const refused = { data: null, failure: { code } };
    expect(await answerTo(outsider, "intervention/intervention", one)).toEqual(refused);
    expect(await answerTo(outsider, "intervention/intervention", nothing)).toEqual(refused);
    expect(await answerTo(outsider, "intervention/plan", plan)).toEqual(refused);
    expect(await answerTo(outsider, "fund/money", plan)).toEqual(refused);
  }
});

test("an agreement above what is left is refused with both figures, and nothing typed is lost", async ({ page }) => {
  await signIn(page, "Headteacher, Abbotswood");
  await page.goto(`${intervention("Counsellor for two secondary schools")}/agree`);
  await expect(page.getByText("£7,635 is missing.")).toBeVisible();
  await recordAgreement(page);
  await page.getByRole("button", { name: "Record the agreement" }).click();
  await expectError(page, ["The cluster has £30,765 left, and this commits £38,400."]);
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("link", { name: "Change the reasons" }).click();
  await expect(page.getByLabel("Why did the Board agree?")).toHaveValue("It serves the priority.");
  await expect(page.getByLabel("What was challenged?")).toHaveValue("Is it long enough?");
  await expect(page.getByLabel("What was answered?")).toHaveValue("A review in January decides.");
  await page.goto(`${cluster(3)}/money`);
  await expect(page.getByText("The cluster has £30,765 left to commit.")).toBeVisible();
});

test("whoever revises in two tabs is shown both values and chooses", async ({ page, context }) => {
  const title = "Lunchtime nurture groups, with what St Chad's and St Michael's learnt from a year of their shared 'calm corner'";
  const revise = `${intervention(title)}/revise`;
  await signIn(page, "SENCO, Bradley Stoke and Abbeywood");
  await page.goto(revise);
  const second = await context.newPage();
  await second.goto(revise);
  await second.getByLabel("What does it cost in all?").fill("4500");
  await second.getByRole("button", { name: "Save the revised proposal" }).click();
  await expect(second.getByText("Your revised proposal is saved.")).toBeVisible();

  await page.getByLabel("What does it cost in all?").fill("3900.50");
  await page.getByRole("button", { name: "Save the revised proposal" }).click();
  const both = page.getByRole("region", { name: "Somebody else changed this after you opened it" });
  await expect(both).toBeFocused();
  await expect(both.getByRole("row", { name: "Cost £3,900.50 £4,500.00" })).toBeVisible();
  await expectAccessibleAtEveryWidth(page);
  await expect(page.getByLabel("What does it cost in all?")).toHaveValue("3900.50");
  await both.getByRole("button", { name: "Save mine anyway" }).click();
  await expect(page.getByText("Your revised proposal is saved.")).toBeVisible();
  await expect(answer(page, "Cost")).toHaveText("£3,900.50");
});

test("a proposal that changed while the agreement is typed has to be read again", async ({ page, another }) => {
  const title = "Lunchtime nurture groups, with what St Chad's and St Michael's learnt from a year of their shared 'calm corner'";
  await signIn(page, COLLEAGUE);
  await page.goto(`${intervention(title)}/agree`);
  await recordAgreement(page);
  await expect(heading(page)).toContainText("Check what you record");

  const proposer = await another();
  await signIn(proposer, "SENCO, Bradley Stoke and Abbeywood");
  await proposer.goto(`${intervention(title)}/revise`);
  await proposer.getByLabel("Who provides it?").fill("The schools and a play therapist");
  await proposer.getByRole("button", { name: "Save the revised proposal" }).click();
  await expect(proposer.getByText("Your revised proposal is saved.")).toBeVisible();

  await page.getByRole("button", { name: "Record the agreement" }).click();
  await expect(page.getByRole("alert", { name: "The proposal changed after you opened it" })).toBeVisible();
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("button", { name: "Read the proposal again" }).click();
  await expect(page.getByLabel("Why did the Board agree?")).toHaveValue("It serves the priority.");
  await page.getByText("What is proposed").click();
  await expect(answer(page, "Provider")).toHaveText("The schools and a play therapist");
});

test("an amendment waits with both values, another member agrees it, and the history keeps both", async ({ page, another }) => {
  const title = "Emotional literacy support assistants: training and supervision";
  await signIn(page, PROPOSER);
  await page.goto(`${intervention(title)}/amend`);
  await page.getByRole("button", { name: "Send the amendment to the Board" }).click();
  await expectError(page, ["Enter why it has to change"]);
  await page.getByLabel("The value you aim at").fill("20");
  await page.getByLabel("Why does it have to change?").fill("Two more assistants were trained than planned.");
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("button", { name: "Send the amendment to the Board" }).click();
  await expect(page.getByText("The amendment waits for the Cluster Board.")).toBeVisible();
  await expect(page.getByRole("row", { name: "Target 18 20" })).toBeVisible();
  await expect(answer(page, "Target")).toHaveText("18");
  await expectAccessibleAtEveryWidth(page);

  const colleague = await another();
  await signIn(colleague, COLLEAGUE);
  await colleague.goto(`${intervention(title)}/agree`);
  await expect(colleague.getByRole("row", { name: "Target 18 20" })).toBeVisible();
  await recordAgreement(colleague);
  await colleague.getByRole("button", { name: "Record the agreement" }).click();
  await expect(answer(colleague, "Target")).toHaveText("20");
  await colleague.getByRole("link", { name: "See the history" }).click();
  await expect(colleague.getByRole("heading", { level: 2 })).toHaveText(["Amended", "Amendment proposed", "Agreed", "Proposed"]);
  await expect(colleague.getByRole("row", { name: "Target 18 20" })).toBeVisible();
  await expectAccessibleAtEveryWidth(colleague);
});

test("the Board ends what does not work, and the months to come are free again", async ({ page }) => {
  await signIn(page, COLLEAGUE);
  await page.goto(`${intervention("Specialist leaders of education in classrooms where behaviour challenges")}/end`);
  await page.getByLabel("Why did the Board end it?").fill("The leaders are needed elsewhere.");
  await goOn(page);
  await expectError(page, ["Enter what was learnt"]);
  await page.getByLabel("What was learnt?").fill("Agree the days of the whole year first.");
  await goOn(page);
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("button", { name: "Record the end" }).click();
  await expect(page.getByText("The end is recorded.")).toBeVisible();
  await expect(answer(page, "What was learnt")).toHaveText("Agree the days of the whole year first.");
  await expectAccessibleAtEveryWidth(page);
});

test("an agreement whose answer was lost on the way is recorded once, and the form stays filled", async ({ page, problems, another }) => {
  const it = { ...THERAPIST, title: "A quiet corner in every classroom", cost: "100" };
  problems.expect(/ERR_INTERNET_DISCONNECTED/);
  problems.expect(/ERR_FAILED/);
  const proposer = await another();
  await signIn(proposer, PROPOSER);
  await proposer.goto(PLAN);
  await answerAll(proposer, it);
  await proposer.getByRole("button", { name: SEND }).click();
  await proposer.getByRole("link", { name: "See the intervention" }).click();
  await expect(heading(proposer)).toContainText(it.title);
  const address = new URL(proposer.url()).pathname;

  await signIn(page, COLLEAGUE);
  await page.goto(`${address}/agree`);
  await recordAgreement(page);
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Record the agreement" }).click();
  await expectError(page, ["We could not reach the service. Check your connection and try again. What you entered is still here."]);
  await page.context().setOffline(false);
  await page.getByRole("link", { name: "Change the reasons" }).click();
  await expect(page.getByLabel("Why did the Board agree?")).toHaveValue("It serves the priority.");
  await goOn(page);

  // It arrives, and the answer is lost.
  const found = await instead(page, "AgreeIntervention", async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.getByRole("button", { name: "Record the agreement" }).click();
  await expectError(page, ["We could not reach the service."]);
  await found();
  await page.getByRole("button", { name: "Record the agreement" }).dblclick();
  await expect(page.getByText("The Board’s agreement is recorded. £100 is committed.")).toBeVisible();
  await page.goto(MONEY);
  await expect(page.getByRole("row", { name: `£100.00 ${it.title}` })).toHaveCount(1);
});

test("the plan is a timeline with its table, by stage, and what changed is marked as seen", async ({ page }) => {
  await signIn(page, "SENCO, St Michael's, Stoke Gifford");
  await page.goto(PLAN);
  await expect(page.getByRole("img", { name: /^Interventions over time/ })).toBeVisible();
  await page.getByRole("navigation", { name: "Stages" }).getByRole("link", { name: /^Ended/ }).click();
  await expect(page.getByRole("link", { name: "Drumming groups before the afternoon lessons" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Reading to a therapy dog" })).toHaveCount(0);
  await expectAccessibleAtEveryWidth(page);
  await page.goto("/changes");
  await expect(page.getByRole("table").getByRole("row")).not.toHaveCount(0);
  await expectAccessibleAtEveryWidth(page);
  await page.getByRole("button", { name: "Mark all as seen" }).click();
  await expect(page.getByText("Nobody else changed anything since you last looked.")).toBeVisible();
});

/** The strategic lead pays money to cluster 2. */
async function pay(page: Page, amount: string): Promise<void> {
  await page.goto(`${MONEY}/allocate`);
  await page.getByLabel("How much?").fill(amount);
  await page.getByLabel("Where does the money come from, and what is it for?").fill("High needs block, second payment");
  await goOn(page);
  await page.getByRole("button", { name: `Pay £${amount}` }).click();
  await expect(page.getByText("The money is paid to the cluster.")).toBeVisible();
}

/** Says what the Board agreed today, and goes on to the answers. */
async function recordAgreement(page: Page): Promise<void> {
  await enterDay(page.getByRole("group", { name: "When did the Board agree?" }), "19", "6", "2019");
  await page.getByLabel("Why did the Board agree?").fill("It serves the priority.");
  await page.getByLabel("What was challenged?").fill("Is it long enough?");
  await page.getByLabel("What was answered?").fill("A review in January decides.");
  await goOn(page);
}

/** Deletes everything that was begun and not sent, from the plan. */
async function giveUp(page: Page): Promise<void> {
  await page.goto("/");
  await page.goto(PLAN);
  const begun = page.getByRole("button", { name: "Delete your draft" });
  await expect(page.getByRole("button", { name: "Propose an intervention" })).toBeVisible();
  for (let left = await begun.count(); left > 0; left--) {
    await begun.first().click();
    await expect(begun).toHaveCount(left - 1);
  }
}

/** The error summary has the focus and says these things; the title says that there is an error. */
async function expectError(page: Page, lines: string[]): Promise<void> {
  const summary = errors(page);
  await expect(summary).toBeFocused();
  for (const line of lines) await expect(summary).toContainText(line);
  await expect(page).toHaveTitle(/^Error: /);
}

/** The value of a line of a summary list. */
function answer(page: Page, key: string) {
  const line = page.locator(".govuk-summary-list__row").filter({ has: page.getByRole("term").filter({ hasText: new RegExp(`^${key}$`) }) });
  return line.getByRole("definition").first();
}
