// Filling in the forms of a plan as a Board member does.
import { expect, type Locator, type Page } from "@playwright/test";

/** What somebody proposes. */
export interface Proposal {
  title: string;
  cost: string;
}

/** The question pages in their order, with the word in the address, the heading, and the answer a Board member gives. */
export const QUESTIONS: { word: string; heading: string; answer: (page: Page, it: Proposal) => Promise<void> }[] = [
  {
    word: "what",
    heading: "What do you propose?",
    answer: async (page, it) => {
      await page.getByLabel("Title").fill(it.title);
      await page.getByLabel("Staff").check();
    },
  },
  {
    word: "priority",
    heading: "Which priority does it serve?",
    answer: (page) => page.getByLabel("Speech and language, and meeting the needs of pupils with autism").check(),
  },
  {
    word: "already",
    heading: "Is something like this already there?",
    answer: (page) => page.getByLabel("Why is something new needed?").fill("The course is full until July."),
  },
  {
    word: "outcomes",
    heading: "Which outcomes does it serve?",
    answer: (page) => page.getByLabel("Better outcomes for pupils at SEN Support").check(),
  },
  {
    word: "evidence",
    heading: "Why should it work?",
    answer: (page) => page.getByLabel("Why should it work?").fill("Six months of it helped two of our schools last year."),
  },
  {
    word: "group",
    heading: "Which pupils is it for?",
    answer: async (page) => {
      await page.getByLabel("Reception to Year 2").check();
      await page.getByLabel("Years 3 and 4").check();
      await page.getByLabel("11 to 30").check();
    },
  },
  {
    word: "schools",
    heading: "Which schools take part?",
    answer: async (page) => {
      await page.getByLabel("Little Stoke Primary School").check();
      await page.getByLabel("St Chad's Patchway CofE Primary School").check();
    },
  },
  {
    word: "provider",
    heading: "Who provides it?",
    answer: (page) => page.getByLabel("Who provides it?").fill("Speech and Language Service"),
  },
  {
    word: "dates",
    heading: "When does it run?",
    answer: async (page) => {
      await enterDay(page.getByRole("group", { name: "First day" }), "2", "9", "2019");
      await enterDay(page.getByRole("group", { name: "Last day" }), "28", "2", "2020");
    },
  },
  {
    word: "cost",
    heading: "What does it cost in all?",
    answer: (page, it) => page.getByLabel("What does it cost in all?").fill(it.cost),
  },
  {
    word: "measure",
    heading: "How will you know whether it worked?",
    answer: async (page) => {
      await page.getByLabel("What will you measure?").fill("Share of the group at the expected level of the language screen");
      await page.getByLabel("Higher is better").check();
      await page.getByLabel("Its value before the intervention").fill("42");
      await enterDay(page.getByRole("group", { name: "When was the baseline taken?" }), "3", "6", "2019");
      await page.getByLabel("Where does the baseline come from?").fill("Summer screen of the two schools");
      await page.getByLabel("The value you aim at").fill("60");
    },
  },
];

/** Types a day into its three boxes. */
export async function enterDay(boxes: Locator, day: string, month: string, year: string): Promise<void> {
  await boxes.getByLabel("Day").fill(day);
  await boxes.getByLabel("Month").fill(month);
  await boxes.getByLabel("Year").fill(year);
}

/** Answers every question from the plan page on, and stands before the answers to check. */
export async function answerAll(page: Page, it: Proposal): Promise<void> {
  await page.getByRole("button", { name: "Propose an intervention" }).click();
  for (const { heading, answer } of QUESTIONS) {
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
    await answer(page, it);
    await goOn(page);
  }
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check your answers before you send the proposal");
}

/** Presses "Continue". */
export async function goOn(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Continue" }).click();
}
