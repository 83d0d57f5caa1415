// What is automatic, what somebody reviews, what is ignored: groups, pictures, pairs, time, money.

import { button, make } from "../grid/dom.js";
import { beyond, within, withQuery } from "./notches.js";
import { counted, money, roughly, total } from "./words.js";

export class Bands {
  constructor(stage) {
    this.stage = stage;
    this.box = make("section", "bands");
    this.automatic = this.band("automatic", "Automatic");
    this.review = this.band("review", "Review");
    this.ignored = this.band("ignored", "Ignored");
    this.rule = button("plain accept", "Set up the rule", "rule");
    this.rule.title = "Open the Rules page with “every distance at most …, keep the suggested picture”";
    this.rule.addEventListener("click", () => stage.openRule());
    this.seen = link("See these groups");
    this.queue = link("Review these");
    this.queue.classList.add("accept");
    this.automatic.acts.append(this.rule, this.seen);
    this.review.acts.append(this.queue);
    this.box.append(this.automatic.box, this.review.box, this.ignored.box);
  }

  band(name, title) {
    const box = make("article", `band ${name}`), head = make("h3", "", title);
    const range = make("p", "range"), lines = make("ul", "lines"), acts = make("div", "acts");
    const why = make("p", "quiet");
    box.append(head, range, lines, why, acts);
    return { box, range, lines, why, acts };
  }

  show() {
    const { curve, at, auto, stakes } = this.stage, here = stakes?.[at];
    this.pairs = (from, to) => counted(total(curve.pairs, from, to), "pair");
    this.showAutomatic(here, auto);
    this.showReview(here, at, auto);
    this.showIgnored(at);
  }

  showAutomatic(here, auto) {
    const { curve, data } = this.stage, { range, why } = this.automatic, off = auto < 0;
    range.textContent = off ? "Off" : upTo(curve.said[auto], data);
    this.fill(this.automatic, off ? [] : this.counts(here, 0, auto + 1, "not paid"), off ? null : this.pairs(0, auto + 1));
    why.textContent = off
      ? "Nothing is decided by a rule. Move the ◆ marker to the right to change that."
      : "No eyes needed: a rule keeps the suggested picture of each group. Where a part of a picture is "
        + "known to differ it does nothing; such a group stays open.";
    this.rule.hidden = this.seen.hidden = off;
    if (!off) this.seen.href = this.address(within(curve.values[auto], data));
  }

  showReview(here, at, auto) {
    const { curve, data } = this.stage, { range, why } = this.review;
    const none = at === auto;
    range.textContent = auto < 0 ? upTo(curve.said[at], data) : `beyond ${curve.said[auto]}, ${upTo(curve.said[at], data)}`;
    if (none) range.textContent = "Nothing: both markers stand at one threshold";
    this.fill(this.review, this.counts(here, auto + 1, undefined, "at stake"), this.pairs(auto + 1, at + 1));
    const open = here ? total(here.pending, auto + 1) : 0;
    const each = `${Math.round(data.seconds)} s a group`;
    const pace = data.measured ? `at ${each}, your pace` : `at ${each}: an assumption, until five of your decisions are timed`;
    why.textContent = "Counting …";
    if (here) why.textContent = open ? `${counted(open, "open group")}: ${roughly(open * data.seconds)} of work ${pace}.` : "No group is open: nothing to do.";
    this.queue.hidden = none && here && !total(here.groups, auto + 1);
    this.queue.href = this.address(auto < 0 ? {} : beyond(curve.values[auto], data));
  }

  showIgnored(at) {
    const { curve, stakes } = this.stage, last = curve.values.length - 1, { range, why } = this.ignored;
    range.textContent = at === last ? "Nothing that was searched for" : `beyond ${curve.said[at]}`;
    const end = stakes?.[last]?.kept_out ?? curve.flagged[last], now = stakes?.[at]?.kept_out ?? curve.flagged[at];
    const more = Math.max(0, end - now), groups = Math.max(0, curve.groups[last] - curve.groups[at]);
    this.fill(this.ignored, [], this.pairs(at + 1));
    why.textContent = at === last
      ? "The marker stands at the loosest threshold."
      : `Nobody looks at them. At the loosest threshold ${counted(more, "more picture")} would be flagged`
        + `${groups ? `, in ${counted(groups, "more group")}` : ""}.`;
  }

  counts(here, from, to, money_) {
    const { data } = this.stage;
    if (!here) return ["Counting …"];
    const said = [
      counted(total(here.groups, from, to), "group"),
      `${counted(total(here.pictures, from, to), "picture")}, ${total(here.removed, from, to).toLocaleString("en")} flagged`,
    ];
    if (data.priced) said.push(`${money(total(here.withheld, from, to), data)} ${money_}`);
    return said;
  }

  fill({ lines }, said, pairs) {
    lines.replaceChildren(...[...said, ...(pairs ? [pairs] : [])].map((words) => make("li", "", words)));
  }

  address(asked) {
    const { curve, at, data } = this.stage;
    return withQuery(data.review, { threshold: curve.values[at], show: "open", ...asked });
  }
}

function upTo(said, { similarity, unit }) {
  return similarity ? `${unit} of ${said} and more` : `up to ${said}`;
}

function link(words) {
  const made = make("a", "plain", words);
  made.target = "_self";
  return made;
}
