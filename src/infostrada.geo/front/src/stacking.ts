// The order of layers on the map. Pure: names and heights only.

// Heights anew, so that the named ones lie in this order (the topmost first) at the places they hold
// together; layers that are not named keep theirs.
export function restack(heights: Map<string, number>, topmostFirst: string[]): Map<string, number> {
  const named = topmostFirst.filter((name, index) => heights.has(name) && topmostFirst.indexOf(name) === index);
  const places = named.map((name) => heights.get(name)!).sort((a, b) => b - a);
  const made = new Map(heights);
  named.forEach((name, index) => made.set(name, places[index]));
  return made;
}
