// Questions to the server. A problem answer (RFC 9457) is thrown with its own words.
export async function ask<T>(
  url: string,
  parameters: Record<string, string | number> = {},
  body?: unknown,
): Promise<T> {
  const target = new URL(url, document.baseURI);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, String(value));
  const answer = await fetch(target, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      Accept: "application/json",
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const said = (await answer.json().catch(() => ({}))) as T & { message?: string; detail?: string };
  if (!answer.ok) throw new Error(said.message || said.detail || "");
  return said;
}
