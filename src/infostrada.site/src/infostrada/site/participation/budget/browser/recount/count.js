// The count: counting/engine.py in the browser. InfostradaCount.recount(bytes, parameters or null) -> result.
"use strict";

const BY_FILE = ["listed"], BY_COST = ["cheaper", "votes", "listed"];
const shared = (completion, comparison) => ({ rule: "equal-shares", ties: BY_COST, shares: { completion, comparison } });
const DECLARED = {
  "greedy": { ties: BY_FILE },
  "greedy-threshold": { ties: BY_FILE },
  "greedy-exclusive": { ties: BY_FILE },
  "greedy-no-skip": { walk: "stop", ties: BY_FILE },
  "greedy-custom": { walk: "stop", top_up: { share: "0.8" }, ties: BY_FILE },
  "equalshares": shared("none", "none"),
  "equalshares-comparison": shared("none", "projects"),
  "equalshares/add1": shared("add1", "none"),
  "equalshares/add1-comparison": shared("add1", "projects"),
};
const KNOWN = {
  rule: ["greedy", "equal-shares"], walk: ["skip", "stop"], satisfaction: ["cost", "cardinality", "points"],
  completion: ["none", "add1", "greedy", "add1+greedy"], stop: ["overspend", "exhausted"], start: ["share", "whole"],
  comparison: ["none", "projects", "cost", "represented"],
};

function readParameters(value) {
  const word = (name, found) => {
    if (!KNOWN[name].includes(found)) throw new Error(`${name}: ${found}`);
    return found;
  };
  const number = (found) => (found === null || found === undefined ? null : given(found));
  const bars = value.threshold ?? {}, shares = value.shares ?? {};
  for (const key of Object.keys(value)) {
    if (!["rule", "walk", "threshold", "exclusions", "top_up", "withdrawn", "ties", "draw", "shares"].includes(key)) throw new Error(key);
  }
  return {
    rule: word("rule", value.rule ?? "greedy"),
    walk: word("walk", value.walk ?? "skip"),
    threshold: { score: number(bars.score), votes: number(bars.votes), share_of_ballots: number(bars.share_of_ballots), cost_share: number(bars.cost_share) },
    exclusions: (value.exclusions ?? []).map((group) => ({ projects: group.projects.map(String), keep: group.keep ?? "score" })),
    top_up: value.top_up ? { share: given(value.top_up.share), limit: number(value.top_up.limit) } : null,
    withdrawn: (value.withdrawn ?? []).map(String),
    ties: value.ties ?? ["listed"],
    draw: (value.draw ?? []).map(String),
    shares: {
      satisfaction: word("satisfaction", shares.satisfaction ?? "cost"),
      completion: word("completion", shares.completion ?? "none"),
      step: given(shares.step ?? 1),
      stop: word("stop", shares.stop ?? "overspend"),
      start: word("start", shares.start ?? "share"),
      comparison: word("comparison", shares.comparison ?? "none"),
    },
  };
}

function asPublished(p) {
  const text = (value) => (value === null ? null : value.text());
  const bars = Object.fromEntries(Object.entries(p.threshold).map(([name, value]) => [name, text(value)]));
  const topUp = p.top_up && { share: p.top_up.share.text(), limit: text(p.top_up.limit) };
  return { ...p, threshold: bars, top_up: topUp, shares: { ...p.shares, step: p.shares.step.text() } };
}

function declaredBy(election, rule) {
  const name = rule ?? election.rule;
  if (!Object.hasOwn(DECLARED, name)) throw new Error(`rule: ${name}`);
  const found = readParameters(DECLARED[name]);
  found.threshold.score = election.threshold;
  return found;
}

function rivalsOf(parameters) {
  const found = new Map();
  for (const { projects } of parameters.exclusions) {
    for (const id of projects) found.set(id, [...(found.get(id) ?? []), ...projects.filter((other) => other !== id)]);
  }
  return found;
}

function standingsOf(election, parameters) {
  const found = election.projects.map((project, place) => ({
    place, id: project.id, cost: project.cost, votes: election.votes[place], score: election.scores[place], outcome: "", because: {},
  }));
  const ids = new Set(found.map((s) => s.id));
  for (const id of [...parameters.withdrawn, ...parameters.draw, ...parameters.exclusions.flatMap((group) => group.projects)]) {
    if (!ids.has(id)) throw new Error(`no project ${id}`);
  }
  if (parameters.ties.includes("draw") && found.some((s) => !parameters.draw.includes(s.id))) throw new Error("draw");
  const { score, votes, share_of_ballots: share, cost_share: costShare } = parameters.threshold, ballots = q(election.voters);
  for (const s of found) {
    if (s.cost.cmp(q(999999999)) === 0 || parameters.withdrawn.includes(s.id)) { decide(s, "withdrawn", {}); continue; }
    const bars = [[s.score, score], [q(s.votes), votes]];
    if (share !== null) bars.push([q(s.votes), share.mul(ballots)]);
    if (costShare !== null && !election.budget.zero) bars.push([q(s.votes).mul(election.budget), costShare.mul(s.cost).mul(ballots)]);
    const missed = bars.find(([reached, needed]) => needed !== null && reached.cmp(needed) < 0);
    if (missed) decide(s, "below_threshold", { reached: missed[0], needed: missed[1] });
  }
  for (const group of parameters.exclusions.filter((one) => one.keep === "listed")) {
    const open = group.projects.map((id) => found.find((s) => s.id === id)).filter((s) => !s.outcome);
    for (const other of open.slice(1)) decide(other, "excluded", { by: open[0].id });
  }
  return found;
}

function decide(standing, outcome, because) {
  [standing.outcome, standing.because] = [outcome, because];
}
const isWon = (s) => s.outcome === "funded" || s.outcome === "topped_up";

// Compares two projects that are otherwise equal.
function tieOrder(parameters) {
  const keys = {
    draw: (a, b) => parameters.draw.indexOf(a.id) - parameters.draw.indexOf(b.id),
    cheaper: (a, b) => a.cost.cmp(b.cost),
    dearer: (a, b) => b.cost.cmp(a.cost),
    votes: (a, b) => b.votes - a.votes,
    listed: (a, b) => a.place - b.place,
  };
  const chosen = [...parameters.ties, "listed"].map((tie) => keys[tie]);
  return (a, b) => chosen.reduce((side, key) => side || key(a, b), 0);
}

function walkDown(found, running, budget, parameters) {
  const byId = new Map(found.map((s) => [s.id, s])), against = rivalsOf(parameters);
  const walk = { left: budget, outside: ZERO, steps: [], ties: [] };
  let stopped = false;
  for (const s of running) {
    const before = walk.left;
    const winner = (against.get(s.id) ?? []).find((other) => isWon(byId.get(other)));
    if (winner !== undefined) decide(s, "excluded", { by: winner });
    else if (stopped) decide(s, "after_stop", { left: before });
    else if (s.cost.cmp(walk.left) <= 0) {
      walk.left = walk.left.sub(s.cost);
      decide(s, "funded", { left: walk.left });
    } else {
      const missing = s.cost.sub(walk.left), top = parameters.top_up;
      if (!top || walk.left.cmp(top.share.mul(s.cost)) < 0 || (top.limit !== null && walk.outside.add(missing).cmp(top.limit) > 0)) {
        decide(s, "too_dear", { left: walk.left, missing });
      } else {
        decide(s, "topped_up", { own: walk.left, outside: missing });
        walk.outside = walk.outside.add(missing);
        walk.left = ZERO;
      }
      stopped = parameters.walk === "stop";
    }
    walk.steps.push({ project: s.id, score: s.score, cost: s.cost, left_before: before, decision: s.outcome, left: walk.left });
  }
  return walk;
}

function greedyCount(found, budget, parameters) {
  const order = tieOrder(parameters);
  const running = found.filter((s) => !s.outcome).sort((a, b) => b.score.cmp(a.score) || order(a, b));
  const ties = tiesOf(found, running, budget, parameters), walk = walkDown(found, running, budget, parameters);
  return { ...walk, ties };
}

// Equal scores whose order decides: a loser would win if it were the first of its equals.
function tiesOf(found, running, budget, parameters) {
  const winners = (order) => {
    const tried = new Map(found.map((s) => [s.id, { ...s }]));
    walkDown([...tried.values()], order.map((s) => tried.get(s.id)), budget, parameters);
    return new Set([...tried.values()].filter(isWon).map((s) => s.id));
  };
  const groups = [];
  for (const s of running) {
    if (groups.length && groups.at(-1)[0].score.cmp(s.score) === 0) groups.at(-1).push(s);
    else groups.push([s]);
  }
  if (groups.length === running.length) return [];
  const decided = winners(running), ties = [];
  groups.forEach((group, at) => {
    const losers = group.filter((s) => !decided.has(s.id));
    if (group.length === 1 || !losers.length || losers.length === group.length) return;
    const before = groups.slice(0, at).flat(), after = groups.slice(at + 1).flat();
    const decisive = losers.some((loser) => winners([...before, loser, ...group.filter((s) => s !== loser), ...after]).has(loser.id));
    if (decisive) ties.push({ score: group[0].score, order: group.map((s) => s.id), settled_by: parameters.ties });
  });
  return ties;
}

function sharesCount(election, found, parameters) {
  const order = tieOrder(parameters), ordered = found.filter((s) => !s.outcome).sort(order);
  const ranks = new Map(ordered.map((s, rank) => [s.place, rank]));
  const place = new Map(found.map((s) => [s.id, s.place]));
  const against = new Map([...rivalsOf(parameters)].map(([id, others]) => [place.get(id), others.map((other) => place.get(other))]));
  const game = { running: ordered.map((s) => s.place), order: (p) => ranks.get(p), against };
  const crowd = crowdOf(election, parameters.shares.satisfaction), { completion } = parameters.shares;
  let run = { share: ZERO, bought: [], money: new Map() }, rounds = [], ended = "no_completion";
  if (crowd.total) {
    let share = new Q(crowd.budget, BigInt(crowd.total));
    if (completion.startsWith("add1")) ({ best: share, rounds, ended } = addOne(crowd, game, share, parameters.shares));
    run = runShares(crowd, share, game.running, game.order, game.against);
  }
  const details = { share: run.share.div(new Q(crowd.scale)), rounds, ended };
  return { details, walk: settle(found, run, crowd, election, parameters) };
}

function settle(found, run, crowd, election, parameters) {
  const walk = { left: election.budget, outside: ZERO, steps: [], ties: [] }, against = rivalsOf(parameters);
  for (const { project, price: raw, supporters, short, tied } of run.bought) {
    const s = found[project], before = walk.left, price = raw.mul(new Q(crowd.pointsScale, crowd.scale));
    walk.left = walk.left.sub(s.cost);
    decide(s, "funded", { price, supporters, short });
    walk.steps.push({ project: s.id, decision: "funded", cost: s.cost, price, supporters, short, left_before: before, left: walk.left });
    if (tied.length) walk.ties.push({ price, order: [s.id, ...tied.map((p) => found[p].id)], settled_by: parameters.ties });
  }
  for (const s of found.filter((one) => !one.outcome)) {
    const winner = (against.get(s.id) ?? []).find((other) => found.find((one) => one.id === other).outcome === "funded");
    if (winner !== undefined) decide(s, "excluded", { by: winner });
    else if (s.cost.zero) decide(s, "no_cost", {});
    else {
      const money = (run.money.get(s.place) ?? ZERO).div(new Q(crowd.scale));
      decide(s, "unsupported", { money, missing: s.cost.sub(money) });
    }
  }
  return walk;
}

function compareOutcomes(election, first, second, measure) {
  const counts = { first: 0, second: 0, same: 0 };
  const got = (liked, won) => {
    const mine = liked.filter((p) => won.has(election.projects[p].id));
    if (measure === "cost") return mine.reduce((sum, p) => sum.add(election.projects[p].cost), ZERO);
    return q(measure === "represented" ? Math.min(mine.length, 1) : mine.length);
  };
  for (const { choices, points, count } of election.ballots) {
    const liked = choices.filter((_, at) => points[at].n > 0n), side = got(liked, first).cmp(got(liked, second));
    counts[side > 0 ? "first" : side < 0 ? "second" : "same"] += count;
  }
  return { measure, ...counts };
}

function count(election, parameters) {
  let found = standingsOf(election, parameters), details = {}, walk;
  const copy = () => found.map((s) => ({ ...s }));
  const winners = (list) => new Set(list.filter(isWon).map((s) => s.id));
  if (parameters.rule === "equal-shares") {
    const other = copy();
    ({ details, walk } = sharesCount(election, found, parameters));
    if (["greedy", "add1+greedy"].includes(parameters.shares.completion)) {
      for (const s of found) if (s.outcome === "unsupported") s.outcome = "";
      const rest = greedyCount(found, walk.left, parameters);
      walk = { ...rest, steps: [...walk.steps, ...rest.steps], ties: [...walk.ties, ...rest.ties] };
    }
    if (parameters.shares.comparison !== "none") {
      const rival = greedyCount(other, election.budget, parameters);
      const preference = compareOutcomes(election, winners(found), winners(other), parameters.shares.comparison);
      details.comparison = { ...preference, greedy: [...winners(other)].sort() };
      if (preference.second > preference.first) [found, walk] = [other, rival];
    }
  } else walk = greedyCount(found, election.budget, parameters);
  return resultOf(election, parameters, found, walk, details);
}

function resultOf(election, parameters, found, walk, details) {
  const won = new Set(found.filter(isWon).map((s) => s.place)), published = asPublished(parameters);
  const without = election.ballots.filter(({ choices, points }) => !choices.some((p, at) => won.has(p) && points[at].n > 0n));
  const ids = (outcome) => found.filter((s) => s.outcome === outcome).map((s) => s.id);
  const body = {
    engine: { name: "infostrada-count", version: "1" },
    election_sha256: election.sha256,
    parameters: published,
    parameters_sha256: digest(published),
    voters: election.voters,
    budget: election.budget,
    funded: ids("funded"),
    topped_up: ids("topped_up"),
    left: walk.left,
    outside: walk.outside,
    without_winner: without.reduce((sum, group) => sum + group.count, 0),
    standings: found.map(({ id, cost, votes, score, outcome, because }) => ({ project: id, cost, votes, score, outcome, because })),
    steps: walk.steps,
    ties: walk.ties,
    details,
  };
  return { ...body, sha256: digest(body) };
}

// null when the file publishes no winners
function agreementOf(election, result) {
  if (election.projects.every((project) => project.selected === null)) return null;
  const published = election.projects.filter((project) => project.selected === 1).map((project) => project.id);
  const ours = new Set(result.funded), theirs = new Set(published);
  return { missing: published.filter((id) => !ours.has(id)), surplus: result.funded.filter((id) => !theirs.has(id)) };
}

globalThis.InfostradaCount = {
  recount(bytes, parameters = null, rule = null) {
    const election = readElection(bytes);
    const result = count(election, parameters ? readParameters(parameters) : declaredBy(election, rule));
    return { election, result, agreement: agreementOf(election, result), json: canonical(result) };
  },
};
