// What programs make of exports: JSON on standard input, by the name of the reader, and the same on standard output.
import { readFileSync } from "node:fs";
import * as backstage from "@backstage/catalog-model";
import { makeBadge } from "badge-maker";
import { parseAtomFeed, parseJsonFeed } from "feedsmith";
import ICAL from "ical.js";
import { parseAllDocuments } from "yaml";

// The checks that the catalog of Backstage makes of each entity before it takes it.
const policy = backstage.EntityPolicies.allOf([
  new backstage.SchemaValidEntityPolicy(),
  new backstage.DefaultNamespaceEntityPolicy(),
  new backstage.NoForeignRootFieldsEntityPolicy(),
  new backstage.FieldFormatEntityPolicy(),
]);

async function components(text) {
  const found = [];
  for (const document of parseAllDocuments(text, { merge: true })) {
    if (document.errors.length) throw document.errors[0];
    const entity = await policy.enforce(document.toJS());
    if (!(await backstage.componentEntityV1alpha1Validator.check(entity))) throw new Error(`no component: ${entity.kind}`);
    found.push({ ref: backstage.stringifyEntityRef(entity), description: entity.metadata.description ?? null });
  }
  return found;
}

function events(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vevent").map((one) => {
    const event = new ICAL.Event(one);
    return { summary: event.summary, day: event.startDate.toString(), isDay: event.startDate.isDate, uid: event.uid };
  });
}

const read = {
  backstage: components,
  calendar: events,
  atom: (text) => parseAtomFeed(text).entries.map((one) => ({ id: one.id, title: one.title.value ?? one.title, html: one.content?.value ?? one.summary?.value ?? null })),
  "json-feed": (text) => parseJsonFeed(JSON.parse(text)).items.map((one) => ({ id: one.id, title: one.title, html: one.content_html })),
  shields: (text) => {
    const { schemaVersion, label, message, color } = JSON.parse(text);
    return { schemaVersion, svg: makeBadge({ label, message, color }) };
  },
};

const given = JSON.parse(readFileSync(0, "utf8"));
const found = {};
for (const [name, text] of Object.entries(given)) found[name] = await read[name](text);
console.log(JSON.stringify(found));
