// Questions to the server. A problem answer (RFC 9457) is thrown with its own words.
export async function ask(url, parameters = {}) {
  const target = new URL(url, document.baseURI);
  for (const [name, value] of Object.entries(parameters)) {
    target.searchParams.set(name, value);
  }
  const answer = await fetch(target, { headers: { Accept: "application/json" } });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.message || body.detail || "");
  return body;
}
