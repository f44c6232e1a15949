// Where things of the demonstration are: its ids come from a seed, as in backend/src/demo/player.rs.
import { createHash } from "node:crypto";

/** The address of a cluster, by its number. */
export function cluster(number: number): string {
  return `/clusters/${id(`cluster: ${number}`)}`;
}

/** The address of a school, by its name. */
export function school(name: string): string {
  return `/schools/${id(`school: ${name}`)}`;
}

/** The address of an intervention, by its title. */
export function intervention(title: string): string {
  return `/interventions/${id(`intervention: ${title}`)}`;
}

/** The address of a person, by name. */
export function person(name: string): string {
  return `/people/${id(`person: ${name}`)}`;
}

/** The address of a membership, by the person's name and its number. */
export function membership(name: string, number: number): string {
  return `/memberships/${id(`membership: ${name}, ${number}`)}`;
}

/** The address of something on the menu, by its title. */
export function menu(title: string): string {
  return `/menu/${id(`menu: ${title}`)}`;
}

/** The id that belongs to a word of the demonstration. */
export function id(word: string): string {
  const bytes = createHash("sha256").update(`send-clusters demonstration: ${word}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
