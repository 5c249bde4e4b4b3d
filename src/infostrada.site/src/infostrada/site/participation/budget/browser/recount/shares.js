// The Method of Equal Shares as counting/crowd.py and counting/shares.py do it: exact sums are whole numbers of
// voters times few exact prices; floating point only says where to look.
"use strict";

const UNIT = 2 ** -52;

function crowdOf(election, satisfaction) {
  let scale = election.budget.d;
  for (const project of election.projects) scale = lcm(scale, project.cost.d);
  const groups = new Map();
  let pointsScale = 1n;
  for (const { choices, points, count } of election.ballots) {
    const pairs = choices.map((place, at) => [place, satisfaction === "points" ? points[at] : q(1), points[at]]);
    const liked = pairs.filter(([, , point]) => point.n > 0n).sort((a, b) => a[0] - b[0]);
    const key = liked.map(([place, point]) => `${place}:${point.text()}`).join(",");
    const known = groups.get(key);
    if (known) known.count += count;
    else groups.set(key, { liked, count });
    if (satisfaction === "points") for (const [, point] of liked) pointsScale = lcm(pointsScale, point.d);
  }
  const list = [...groups.values()];
  const whole = (value) => value.n * (scale / value.d);
  const supports = election.projects.map((project) => ({ cost: whole(project.cost), groups: [], times: [], voters: [], total: 0 }));
  list.forEach((group, number) => {
    for (const [place, point] of group.liked) {
      const support = supports[place], times = Number(point.n * (pointsScale / point.d));
      support.groups.push(number);
      support.times.push(times);
      support.voters.push(group.count);
      support.total += group.count * times;
    }
  });
  for (const support of supports) support.measure = satisfaction === "cost" ? support.cost : 1n;
  return { scale, pointsScale, supports, size: list.length, total: election.voters, budget: whole(election.budget) };
}

class Purses {
  constructor(crowd, share) {
    this.denominator = share.d;
    this.share = share.n;
    this.prices = [];
    this.times = [];
    this.alive = new Uint8Array(crowd.size).fill(1);
    this.top = share.float();
    this.money = new Float64Array(crowd.size).fill(this.top);
  }
  get error() { return 4 * UNIT * (this.prices.length + 2) * this.top; }
  // Exact money of that many voters of each group, in multiples of 1 / denominator.
  sum(groups, voters) {
    let holders = 0;
    const counts = new Float64Array(this.prices.length);
    for (let i = 0; i < groups.length; i++) {
      if (!this.alive[groups[i]]) continue;
      holders += voters[i];
      for (let k = 0; k < counts.length; k++) counts[k] += voters[i] * this.times[k][groups[i]];
    }
    let found = BigInt(holders) * this.share;
    counts.forEach((count, k) => { if (count) found -= this.prices[k] * BigInt(count); });
    return found;
  }
  of(group) { return this.sum([group], [1]); }
  pay(support, price, poor) {
    const common = lcm(this.denominator, price.d), grown = common / this.denominator;
    this.prices = this.prices.map((known) => known * grown);
    this.share *= grown;
    this.denominator = common;
    this.prices.push(price.n * (common / price.d));
    const row = new Float64Array(this.money.length), amount = price.float();
    support.groups.forEach((group, i) => {
      if (poor[i]) { this.alive[group] = 0; this.money[group] = 0; return; }
      row[group] = support.times[i];
      this.money[group] -= amount * support.times[i];
    });
    this.times.push(row);
  }
}

// Certain bounds of a project's price by its measure; null when its supporters cannot pay for it.
function boundsOf(support, purses, guess) {
  const { groups, times, voters, total } = support, cost = Number(support.cost), size = groups.length;
  let held = 0;
  for (let i = 0; i < size; i++) held += purses.money[groups[i]] * voters[i];
  const unsure = total * purses.error + 4 * size * UNIT * held;
  if (held < cost - unsure) return null;
  if (held <= cost + unsure && purses.sum(groups, voters) < support.cost * purses.denominator) return null;
  let price = guess, known = -1, rich = 0, paid = 0;
  for (;;) {
    let poor = 0, weight = 0, all = 0;
    for (let i = 0; i < size; i++) {
      const money = purses.money[groups[i]];
      if (money / times[i] < price) { poor += 1; weight += voters[i] * times[i]; all += voters[i] * money; }
    }
    if (poor === known) break;
    [known, rich, paid] = [poor, total - weight, all];
    if (rich <= 0) return { low: 0, high: Infinity, guess: price };
    price = Math.max((cost - paid) / rich, price);
  }
  const doubt = Math.abs(paid + price * rich - cost) + 4 * (total * purses.error + 4 * size * UNIT * cost);
  const far = (4 * doubt) / rich + 16 * UNIT * price;
  let above = 0;
  for (let i = 0; i < size; i++) if (purses.money[groups[i]] / times[i] > price + far) above += voters[i] * times[i];
  if (above < rich / 4) return { low: 0, high: Infinity, guess: price };
  const measure = Number(support.measure);
  return { low: ((price - far) / measure) * (1 - 4 * UNIT), high: ((price + far) / measure) * (1 + 4 * UNIT), guess: price };
}

// The exact price and who falls short of it, checked against everybody not compared exactly.
function exactPrice(support, purses, guess) {
  const { groups, times } = support, size = groups.length;
  const each = groups.map((group, i) => purses.money[group] / times[i]);
  const error = purses.error * 2 + 4 * UNIT * Math.abs(guess);
  let belt = error + 1e-9 * Math.abs(guess);
  for (;;) {
    const near = [], poor = new Uint8Array(size), known = new Uint8Array(size).fill(1);
    for (let i = 0; i < size; i++) {
      if (Math.abs(each[i] - guess) <= belt) { near.push(i); known[i] = 0; } else if (each[i] < guess) poor[i] = 1;
    }
    const price = raise(support, purses, poor, near);
    if (price !== null) {
      const at = price.float(), margin = error + 4 * UNIT * at;
      let wrong = false;
      for (let i = 0; i < size && !wrong; i++) wrong = known[i] && (poor[i] ? each[i] > at - margin : each[i] < at + margin);
      if (!wrong) return { price, poor };
      guess = at;
    }
    belt = belt * 1000 + error;
    if (!Number.isFinite(belt)) throw new Error("no price found");
  }
}

function raise(support, purses, poor, near) {
  const { groups, times, voters, total } = support;
  const fallen = groups.map((_, i) => i).filter((i) => poor[i]);
  let paid = purses.sum(fallen.map((i) => groups[i]), fallen.map((i) => voters[i]));
  let rich = BigInt(total - fallen.reduce((sum, i) => sum + voters[i] * times[i], 0));
  let waiting = near.map((i) => ({ i, own: purses.of(groups[i]) }));
  while (rich > 0n) {
    const left = support.cost * purses.denominator - paid;
    const short = waiting.filter(({ i, own }) => own * rich < left * BigInt(times[i]));
    if (!short.length) return new Q(left, purses.denominator * rich);
    for (const { i, own } of short) {
      paid += own * BigInt(voters[i]);
      rich -= BigInt(voters[i] * times[i]);
      poor[i] = 1;
    }
    waiting = waiting.filter((item) => !short.includes(item));
  }
  return null;
}

// One run; `order` gives the rank among equals, with a limit it ends as soon as it costs more.
function runShares(crowd, share, running, order, against, limit = null) {
  const purses = new Purses(crowd, share), bought = [];
  const lows = new Map(), guesses = new Map();
  for (const p of running) if (crowd.supports[p].total && crowd.supports[p].cost > 0n) { lows.set(p, 0); guesses.set(p, 0); }
  let cost = 0n;
  while (lows.size && (limit === null || cost <= limit)) {
    let best = Infinity;
    const seen = new Map();
    for (const p of [...lows.keys()].sort((a, b) => lows.get(a) - lows.get(b))) {
      if (lows.get(p) > best) break;
      const bounds = boundsOf(crowd.supports[p], purses, guesses.get(p));
      if (bounds === null) { lows.delete(p); continue; }
      lows.set(p, bounds.low);
      guesses.set(p, Math.max(bounds.guess * (1 - 1e-9), 0));
      seen.set(p, bounds);
      best = Math.min(best, bounds.high);
    }
    const contenders = [...seen.keys()].filter((p) => seen.get(p).low <= best);
    if (!contenders.length) break;
    let least = null, equals = [];
    const exact = new Map();
    for (const p of contenders) {
      const found = exactPrice(crowd.supports[p], purses, seen.get(p).guess);
      exact.set(p, found);
      const value = found.price.div(new Q(crowd.supports[p].measure)), side = least === null ? -1 : value.cmp(least);
      if (side < 0) { least = value; equals = [p]; } else if (side === 0) equals.push(p);
    }
    equals.sort((a, b) => order(a) - order(b));
    const [chosen, ...tied] = equals, support = crowd.supports[chosen], { price, poor } = exact.get(chosen);
    purses.pay(support, price, poor);
    const sum = (list) => list.reduce((total, count) => total + count, 0);
    bought.push({ project: chosen, price, supporters: sum(support.voters), short: sum(support.voters.filter((_, i) => poor[i])), tied });
    cost += support.cost;
    for (const gone of [chosen, ...(against.get(chosen) ?? [])]) lows.delete(gone);
  }
  const money = new Map();
  if (limit === null) {
    const won = new Set(bought.map((purchase) => purchase.project));
    for (const p of running) {
      if (!won.has(p)) money.set(p, new Q(purses.sum(crowd.supports[p].groups, crowd.supports[p].voters), purses.denominator));
    }
  }
  return { share, bought, cost, money };
}

// Add1: larger shares step by step until the next outcome costs too much; see counting/completion.py.
function addOne(crowd, game, share, shares) {
  const step = shares.step.mul(new Q(crowd.scale)), rounds = [];
  const supported = game.running.filter((p) => crowd.supports[p].total && crowd.supports[p].cost > 0n).length;
  const ceiling = crowd.supports.reduce((sum, support) => sum + support.cost, crowd.budget);
  let offer = share, best = share;
  for (let first = true; ; first = false) {
    const outcome = runShares(crowd, offer, game.running, game.order, game.against, crowd.budget);
    rounds.push({ share: offer.div(new Q(crowd.scale)), cost: new Q(outcome.cost, crowd.scale) });
    if (outcome.cost > crowd.budget) return { best, rounds, ended: "overspent" };
    best = offer;
    if (shares.stop === "exhausted" && exhausted(crowd, game, outcome)) return { best, rounds, ended: "exhausted" };
    if (outcome.bought.length === supported || offer.cmp(new Q(ceiling)) > 0) return { best, rounds, ended: "everything_bought" };
    if (first && shares.start === "whole") {
      const count = offer.div(step);
      offer = step.mul(new Q(count.n / count.d));
    }
    offer = offer.add(step);
  }
}

function exhausted(crowd, game, outcome) {
  const gone = new Set();
  for (const { project } of outcome.bought) for (const p of [project, ...(game.against.get(project) ?? [])]) gone.add(p);
  return game.running.every((p) => gone.has(p) || crowd.supports[p].cost > crowd.budget - outcome.cost);
}
