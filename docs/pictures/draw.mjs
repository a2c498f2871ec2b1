// Draws golden files as pictures: `npm install --no-package-lock && node draw.mjs` (CHROMIUM names the browser).
// Nothing is fetched while drawing: the page is one file, and the browser is given no network.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import upng from "upng-js";

const HERE = dirname(fileURLToPath(import.meta.url));
const GOLDEN = join(HERE, "../../tests/golden/slack");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const TO = process.env.TO ?? join(HERE, "../slack");
// The golden file, and behind a colon the picture's name where it has another.
const USUAL = [
  "story", "edition", "brief", "error", "follow-up:follow-up-card", "nudge:follow-up-nudge",
  "follow-ups:follow-ups-list", "home-follow-ups:home", "sources-add", "sources-list", "silence",
];
const NAMES = process.argv.length > 2 ? process.argv.slice(2) : USUAL;
const WIDTHS = { "": 800, "-phone": 390 };
const COLOURS = 48;
const NOW = "2026-11-02T08:00:00Z";
const STYLE = `
  body { margin: 0; background: white; }
  #slack { box-sizing: border-box; padding: 12px 16px; display: flow-root; overflow-wrap: anywhere; }
`;

const { outputFiles } = await build({
  entryPoints: [join(HERE, "page.jsx")],
  bundle: true,
  minify: true,
  write: false,
  outdir: "out",
  define: { "process.env.NODE_ENV": '"production"' },
});
const script = outputFiles.find((file) => file.path.endsWith(".js")).text;
const style = outputFiles.find((file) => file.path.endsWith(".css")).text;
const work = mkdtempSync(join(tmpdir(), "pictures-"));

function browse(page, width, height, ...what) {
  return execFileSync(
    CHROMIUM,
    [
      "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
      "--proxy-server=127.0.0.1:9", "--hide-scrollbars", "--disable-lcd-text", "--virtual-time-budget=3000",
      `--user-data-dir=${join(work, "browser")}`, `--window-size=${width},${height}`, ...what, page,
    ],
    { encoding: "utf8", maxBuffer: 2 ** 26, stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, TZ: "Europe/London" } },
  );
}

function pageOf(name, width) {
  const golden = JSON.parse(readFileSync(join(GOLDEN, `${name}.json`), "utf8"));
  const shown = JSON.stringify({ messages: Array.isArray(golden) ? golden : [golden], now: NOW });
  const path = join(work, `${name}-${width}.html`);
  writeFileSync(path, `<!doctype html><meta charset="utf-8"><style>${style}${STYLE}#slack{width:${width}px}</style>
    <div id="slack"></div>
    <script>
      // Dates are shown as on the morning of the golden files, so that "today" stays today.
      const Clock = Date;
      Date = class extends Clock { constructor(...of) { of.length ? super(...of) : super("${NOW}"); } };
      Date.now = () => Clock.parse("${NOW}");
      window.SHOWN = ${shown.replaceAll("<", "\\u003c")};
    </script>
    <script>${script.replaceAll("</script", "<\\/script")}</script>
    <script>setTimeout(() => { document.title = document.getElementById("slack").offsetHeight; }, 500);</script>`);
  return `file://${path}`;
}

for (const each of NAMES) {
  const [name, called = name] = each.split(":");
  for (const [suffix, width] of Object.entries(WIDTHS)) {
    const page = pageOf(name, width);
    const height = Number(/<title>(\d+)<\/title>/.exec(browse(page, width, 800, "--dump-dom"))[1]);
    const picture = join(TO, `${called}${suffix}.png`);
    // A narrow window is widened by the browser itself, so the page has its width in the style.
    browse(page, width, height, `--screenshot=${picture}`);
    const { width: across, height: down, ...drawn } = upng.decode(readFileSync(picture));
    const few = upng.encode(upng.toRGBA8({ width: across, height: down, ...drawn }), across, down, COLOURS);
    writeFileSync(picture, Buffer.from(few));
    console.log(`${picture}: ${width} x ${height}`);
  }
}
rmSync(work, { recursive: true, force: true });
