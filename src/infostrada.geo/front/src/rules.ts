// Drawing rules as the server stores them (infostrada.geo.styles.rules): the first that holds
// draws. Both sides are tested with styles/examples.json.
export interface Condition {
  attribute: string;
  operator: string;
  value: string;
}

export interface RuleData {
  title: string;
  where: Condition[];
  fill: string;
  opacity: number;
  hatch: string;
  stroke: string;
  width: number;
  dash: string;
  symbol: string;
  size: number;
  label: string;
  min_scale: number;
  max_scale: number;
}

export type Attributes = (name: string) => unknown;

const PIXEL = 0.00028;
const NUMBER = /^\s*-?\d+(\.\d+)?\s*$/;

// Scale of a map with so many metres a pixel.
export const denominator = (resolution: number): number => resolution / PIXEL;
export const resolutionOf = (scale: number): number => scale * PIXEL;

const fold = (text: string): string => text.toLocaleLowerCase("pl");

function compared(operator: string, held: string, asked: string): boolean {
  const numbers = NUMBER.test(held) && NUMBER.test(asked);
  if (operator === "=" || operator === "!=") {
    const same = fold(held) === fold(asked) || (numbers && Number(held) === Number(asked));
    return same === (operator === "=");
  }
  if (!held) return false;
  const [a, b] = numbers ? [Number(held), Number(asked)] : [fold(held), fold(asked)];
  if (operator === "<") return a < b;
  if (operator === "<=") return a <= b;
  if (operator === ">") return a > b;
  return operator === ">=" && a >= b;
}

export function conditionHolds({ attribute, operator, value }: Condition, get: Attributes): boolean {
  const raw = get(attribute);
  const held = raw === undefined || raw === null ? "" : String(raw);
  switch (operator) {
    case "empty":
      return held === "";
    case "given":
      return held !== "";
    case "contains":
      return fold(held).includes(fold(value));
    case "begins":
      return fold(held).startsWith(fold(value));
    case "in":
      return value.split(",").map((each) => fold(each.trim())).includes(fold(held));
    default:
      return compared(operator, held, value);
  }
}

// Does the rule draw anything on a map of this scale?
export function drawsAt(rule: RuleData, scale: number): boolean {
  return scale >= rule.min_scale && (!rule.max_scale || scale < rule.max_scale);
}

export function ruleHolds(rule: RuleData, get: Attributes, scale: number): boolean {
  return drawsAt(rule, scale) && rule.where.every((each) => conditionHolds(each, get));
}

// Over a photograph the ground is drawn as outlines (infostrada.geo.styles.rules.over_picture).
const GROUND = ["@parcel", "@building", "@road", "@water"];

export const overPicture = (rule: RuleData): RuleData =>
  GROUND.includes(rule.fill) ? { ...rule, fill: "", hatch: "", stroke: "@photo-line" } : rule;

export function ruleFor(rules: RuleData[], get: Attributes, scale: number): number {
  return rules.findIndex((rule) => ruleHolds(rule, get, scale));
}
