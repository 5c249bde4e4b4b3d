// Lengths, areas and coordinates for people, in the language of the page.
const plain = (language: string, digits: number): Intl.NumberFormat =>
  new Intl.NumberFormat(language, { maximumFractionDigits: digits, minimumFractionDigits: 0 });

export function lengthText(metres: number, language: string): string {
  if (metres < 10) return `${plain(language, 2).format(metres)} m`;
  if (metres < 10_000) return `${plain(language, 1).format(metres)} m`;
  return `${plain(language, 2).format(metres / 1000)} km`;
}

export function areaText(squareMetres: number, language: string): string {
  const exact = `${plain(language, 0).format(squareMetres)} m²`;
  if (squareMetres < 1000) return exact;
  if (squareMetres < 10_000_000) return `${plain(language, 4).format(squareMetres / 10_000)} ha (${exact})`;
  return `${plain(language, 2).format(squareMetres / 1_000_000)} km²`;
}

// A round scale people know: 1, 2, 2.5 or 5 with zeros.
export function roundScale(denominator: number): number {
  const power = 10 ** Math.floor(Math.log10(denominator));
  const step = [1, 2, 2.5, 5, 10].find((each) => each * power >= denominator * 0.999) ?? 10;
  return step * power;
}

// EPSG:2180 stretches lengths: 0.9993 on the meridian 19°E, more beyond (transverse Mercator,
// k ≈ k0 (1 + d²/2R²)). Measured lengths are brought back to the ground.
const RADIUS = 6_370_000;

export function pointScale(easting: number): number {
  const distance = (easting - 500_000) / 0.9993;
  return 0.9993 * (1 + (distance * distance) / (2 * RADIUS * RADIUS));
}
