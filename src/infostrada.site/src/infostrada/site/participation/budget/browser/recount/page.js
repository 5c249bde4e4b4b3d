// The page around the count: a file and, if wanted, parameters in; winners, reasons and digests out.
"use strict";

function startPage() {
  const form = document.getElementById("recount");
  if (!form) return;
  const words = JSON.parse(form.dataset.words), out = document.getElementById("recount-result");
  const element = (name, text, ...inside) => {
    const made = document.createElement(name);
    if (text !== null) made.textContent = text;
    made.append(...inside);
    return made;
  };
  const amount = (value) => {
    const text = value.d > 1000000n ? value.float().toFixed(2) : value.text();
    return text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, "\u00a0").replace(".", words.comma);
  };

  function verdict(agreement) {
    if (agreement === null) return ["run", words.unpublished];
    if (!agreement.missing.length && !agreement.surplus.length) return ["done", words.same];
    const parts = [words.differ];
    if (agreement.missing.length) parts.push(`${words.missing} ${agreement.missing.join(", ")}.`);
    if (agreement.surplus.length) parts.push(`${words.surplus} ${agreement.surplus.join(", ")}.`);
    return ["danger", parts.join(" ")];
  }

  function table(election, result) {
    const rows = [...result.standings].map((s, place) => ({ ...s, name: election.projects[place].name }));
    const won = (s) => s.outcome === "funded" || s.outcome === "topped_up";
    rows.sort((a, b) => won(b) - won(a) || b.score.cmp(a.score));
    const head = element("thead", null, element("tr", null, ...words.columns.map((label) => {
      const cell = element("th", label);
      cell.scope = "col";
      return cell;
    })));
    const body = element("tbody", null, ...rows.map((s) => {
      const first = element("th", `${s.project} ${s.name === s.project ? "" : s.name}`);
      first.scope = "row";
      const cells = [words.outcomes[s.outcome], s.score.text(), amount(s.cost)].map((text) => element("td", text));
      cells[1].className = cells[2].className = "num";
      return element("tr", null, first, ...cells);
    }));
    const made = element("table", null, element("caption", words.caption), head, body);
    made.className = "table plain";
    const scroll = element("div", null, made);
    scroll.className = "scroll";
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", words.caption);
    return scroll;
  }

  function facts(result) {
    const list = element("dl", null);
    list.className = "facts";
    const rows = [
      [words.ballots, String(result.voters)], [words.budget, amount(result.budget)], [words.left, amount(result.left)],
      [words.without, String(result.without_winner)], [words.file, result.election_sha256],
      [words.parameters, result.parameters_sha256], [words.result, result.sha256],
    ];
    for (const [label, value] of rows) {
      const cell = element("dd", value);
      if (value.length === 64) cell.className = "digest";
      list.append(element("dt", label), cell);
    }
    return list;
  }

  function show({ election, result, agreement, json }) {
    const [tone, text] = verdict(agreement), notice = element("p", text);
    notice.className = `notice is-${tone}`;
    notice.id = "recount-verdict";
    const ties = result.ties.map((tie) => element("p", `${words.tie} ${tie.order.join(", ")}.`));
    const faults = element("ul", null, ...election.faults.slice(0, 200).map((f) => element("li", `${words.line} ${f.line}: ${f.code}`)));
    const download = element("a", words.download);
    download.href = URL.createObjectURL(new Blob([json], { type: "application/json" }));
    download.download = "result.json";
    out.replaceChildren(element("h2", words.heading), notice, facts(result), ...ties, table(election, result), element("p", null, download));
    if (election.faults.length) out.append(element("h3", `${words.faults} (${election.faults.length})`), faults);
  }

  function fail(error) {
    const notice = element("p", `${words.failed} ${error.message}`);
    notice.className = "notice is-danger";
    notice.id = "recount-verdict";
    out.replaceChildren(notice);
  }

  async function recount(bytes, parameters) {
    out.hidden = false;
    out.replaceChildren(element("p", words.counting));
    await new Promise((resume) => setTimeout(resume, 30));
    try { show(globalThis.InfostradaCount.recount(bytes, parameters)); } catch (error) { fail(error); }
    out.focus();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [file] = form.elements.file.files, text = form.elements.parameters.value.trim();
    if (!file) { form.elements.file.focus(); return; }
    try {
      await recount(new Uint8Array(await file.arrayBuffer()), text ? JSON.parse(text) : null);
    } catch (error) { out.hidden = false; fail(error); }
  });

  // A results page leads here with the addresses of its files.
  const { file, parameters } = form.dataset;
  if (file && globalThis.location.protocol !== "file:") {
    const load = (address) => fetch(address).then((answer) => { if (answer.ok) return answer; throw new Error(String(answer.status)); });
    Promise.all([load(file).then((answer) => answer.arrayBuffer()), parameters ? load(parameters).then((answer) => answer.json()) : null])
      .then(([bytes, given]) => recount(new Uint8Array(bytes), given), (error) => { out.hidden = false; fail(error); });
  }
}
if (globalThis.document) startPage();
