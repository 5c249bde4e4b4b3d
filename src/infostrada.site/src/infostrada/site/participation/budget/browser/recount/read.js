// Reads an election in the Pabulib format as pabulib/reader.py does; faults carry line and code.
"use strict";

const VOTE_TYPES = ["approval", "choose-1", "ordinal", "cumulative", "scoring"];
const SECTIONS = ["META", "PROJECTS", "VOTES"];

// Cells of a record with quotation marks; null when one is still open.
function cellsOf(text) {
  const found = [];
  let at = 0;
  for (;;) {
    let stop;
    if (text[at] === '"') {
      let value = "", after = at + 1, end;
      for (;;) {
        end = text.indexOf('"', after);
        if (end < 0) return null;
        value += text.slice(after, end);
        if (text[end + 1] !== '"') break;
        value += '"';
        after = end + 2;
      }
      stop = text.indexOf(";", end + 1);
      found.push(value + text.slice(end + 1, stop < 0 ? undefined : stop));
    } else {
      stop = text.indexOf(";", at);
      found.push(text.slice(at, stop < 0 ? undefined : stop));
    }
    if (stop < 0) return found;
    at = stop + 1;
  }
}

function* recordsOf(text, fault) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (!line.trim()) continue;
    if (!line.includes('"')) { yield [at + 1, line, line.split(";")]; continue; }
    let whole = line, cells = cellsOf(whole), last = at;
    while (cells === null && last - at < 49 && last + 1 < lines.length) {
      last += 1;
      whole += `\n${lines[last]}`;
      cells = cellsOf(whole);
    }
    if (cells === null) { fault(at + 1, "open_quote"); yield [at + 1, line, line.split(";")]; continue; }
    yield [at + 1, whole, cells];
    at = last;
  }
}

function readElection(bytes) {
  const faults = [];
  const fault = (line, code) => faults.push({ line, code });
  const stop = (line, code) => { throw Object.assign(new Error(`${line}: ${code}`), { line, code }); };
  let text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  if (text.startsWith("\ufeff")) { fault(1, "byte_order_mark"); text = text.slice(1); }
  const meta = Object.create(null), projects = [], index = new Map(), kinds = new Map(), seen = new Set();
  const done = new Set();
  let section = "", columns = null, rules = null;

  function header(line, cells) {
    if (section === "META") { columns = ["key", "value"]; return; }
    columns = cells.map((cell) => cell.trim().toLowerCase());
    const needed = section === "PROJECTS" ? ["project_id", "cost"] : ["voter_id", "vote"];
    for (const name of needed) if (!columns.includes(name)) stop(line, "column_missing");
    if (new Set(columns.filter(Boolean)).size !== columns.filter(Boolean).length) stop(line, "column_twice");
    if (section === "PROJECTS") rules = readRules(meta, stop);
  }

  function project(line, cells) {
    const row = Object.fromEntries(columns.map((name, at) => [name, (cells[at] ?? "").trim()]));
    const id = row.project_id, cost = decimal(row.cost);
    if (!id) stop(line, "project_id_empty");
    if (index.has(id)) stop(line, "project_twice");
    if (id.includes(",")) stop(line, "project_comma");
    if (cost === null || cost.n < 0n) stop(line, "cost_number");
    index.set(id, projects.length);
    projects.push({ id, cost, name: row.name || id, selected: /^[0-3]$/.test(row.selected ?? "") ? +row.selected : null });
  }

  function ballot(line, cells) {
    const voter = cells[columns.indexOf("voter_id")].trim();
    if (voter && seen.has(voter)) { fault(line, "voter_twice"); return; }
    if (voter) seen.add(voter); else fault(line, "voter_empty");
    const points = columns.includes("points") ? cells[columns.indexOf("points")] : "";
    const key = `${cells[columns.indexOf("vote")]}\n${points}`;
    let kind = kinds.get(key);
    if (!kind) kinds.set(key, (kind = readBallot(cells[columns.indexOf("vote")], points, rules, index, projects.length)));
    for (const code of kind.faults) fault(line, code);
    kind.count += 1;
  }

  for (const [line, whole, found] of recordsOf(text, fault)) {
    const word = whole.trim().replace(/;+$/, "").trim().toUpperCase();
    if (SECTIONS.includes(word)) {
      if (done.has(word)) stop(line, "section_twice");
      if (SECTIONS.slice(SECTIONS.indexOf(word)).some((later) => done.has(later)) || (word !== "META" && !done.size)) stop(line, "section_order");
      done.add(word);
      [section, columns] = [word, null];
      continue;
    }
    let cells = found;
    if (!section) fault(line, "before_sections");
    else if (columns === null) header(line, cells);
    else if (section === "META") {
      const key = cells[0].trim().toLowerCase();
      if (key && !(key in meta)) meta[key] = cells.slice(1).join(";").replace(/[; ]+$/, "").trim();
    } else {
      while (cells.length > columns.length && !cells.at(-1).trim()) cells = cells.slice(0, -1);
      if (cells.length !== columns.length) fault(line, cells.length > columns.length ? "columns_more" : "columns_fewer");
      cells = columns.map((_, at) => cells[at] ?? "");
      (section === "PROJECTS" ? project : ballot)(line, cells);
    }
  }
  for (const name of SECTIONS) if (!done.has(name)) stop(0, "section_missing");
  if (columns === null) stop(0, "header_missing");
  return finish(bytes, meta, rules, projects, kinds, faults);
}

function readRules(meta, stop) {
  const number = (key) => (meta[key] ? decimal(meta[key]) : null);
  const budget = number("budget"), threshold = number("min_project_score_threshold");
  if (budget === null || budget.n < 0n) stop(0, "budget_number");
  if (meta.min_project_score_threshold && threshold === null) stop(0, "threshold_number");
  if (!VOTE_TYPES.includes(meta.vote_type)) stop(0, "vote_type");
  return { budget, threshold, type: meta.vote_type, places: number("max_length"), defaultScore: number("default_score") ?? ZERO };
}

function readBallot(vote, pointsText, rules, index, projects) {
  const kind = { choices: [], points: [], count: 0, void: false, faults: [] };
  const names = vote.split(",").map((name) => name.trim()).filter(Boolean);
  const given = readPoints(kind, names, pointsText.trim(), rules, projects);
  const chosen = new Set();
  names.forEach((name, at) => {
    const place = index.get(name);
    if (place === undefined) kind.faults.push("choice_foreign");
    else if (chosen.has(place)) kind.faults.push("choice_twice");
    else { chosen.add(place); kind.choices.push(place); kind.points.push(given[at]); }
  });
  if (rules.type === "choose-1" && kind.choices.length !== 1) { kind.void = true; kind.faults.push("choice_one"); }
  return kind;
}

function readPoints(kind, names, text, rules, projects) {
  if (rules.type === "approval" || rules.type === "choose-1") return names.map(() => q(1));
  if (rules.type === "ordinal" && !text) {
    const places = rules.places && !rules.places.zero ? rules.places : q(projects);
    return names.map((_, at) => { const left = places.sub(q(at)); return left.n > 0n ? left : ZERO; });
  }
  const parts = text.split(",").map((part) => part.trim()).filter(Boolean);
  const points = parts.map(decimal);
  let code = null;
  if (!parts.length && names.length) code = "points_missing";
  else if (parts.length !== names.length) code = "points_length";
  else if (points.includes(null)) code = "points_number";
  else if (rules.type !== "scoring" && points.some((point) => point.n < 0n)) code = "points_negative";
  if (code === null) return points;
  kind.void = true;
  kind.faults.push(code);
  return names.map(() => ZERO);
}

function finish(bytes, meta, rules, projects, kinds, faults) {
  const groups = new Map();
  for (const kind of kinds.values()) {
    if (kind.void) continue;
    const key = `${kind.choices}|${kind.points.map((point) => point.text())}`;
    const known = groups.get(key);
    if (known) known.count += kind.count;
    else groups.set(key, { choices: kind.choices, points: kind.points, count: kind.count });
  }
  const ballots = [...groups.values()].filter((group) => group.count);
  const voters = ballots.reduce((sum, group) => sum + group.count, 0);
  const votes = projects.map(() => 0), scores = projects.map(() => ZERO);
  for (const { choices, points, count } of ballots) {
    choices.forEach((place, at) => {
      votes[place] += count;
      scores[place] = scores[place].add(points[at].mul(q(count)));
    });
  }
  if (!rules.defaultScore.zero) votes.forEach((named, place) => { scores[place] = scores[place].add(rules.defaultScore.mul(q(voters - named))); });
  return { meta, rule: meta.rule ?? "", budget: rules.budget, threshold: rules.threshold, projects, ballots, voters, votes, scores, faults, sha256: sha256(bytes) };
}
