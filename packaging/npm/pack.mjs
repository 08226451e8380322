// Packs two npm packages: `plutu-sandbox`, which starts the program, and the package with the
// program for one target, which is an optional dependency of the first. npm installs the one that
// fits the machine, as for esbuild and Biome.
//
// usage: node packaging/npm/pack.mjs TARGET FOLDER_WITH_THE_PROGRAM_AND_LICENSES OUTPUT_FOLDER
import { execSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Rust's name of a target, and Node's `process.platform` and `process.arch`.
const PLATFORMS = {
  "aarch64-apple-darwin": ["darwin", "arm64"],
  "aarch64-unknown-linux-musl": ["linux", "arm64"],
  "x86_64-apple-darwin": ["darwin", "x64"],
  "x86_64-pc-windows-msvc": ["win32", "x64"],
  "x86_64-unknown-linux-musl": ["linux", "x64"],
};

const [target, programFolder, outputFolder] = process.argv.slice(2);
if (!PLATFORMS[target]) throw new Error(`expected a target: ${Object.keys(PLATFORMS).join(", ")}`);
const here = dirname(fileURLToPath(import.meta.url));
const [, version] = readFileSync(join(here, "../../Cargo.toml"), "utf8").match(/\[workspace\.package\]\nversion = "(.+)"/);
const main = { ...JSON.parse(readFileSync(join(here, "package.json"), "utf8")), version };
const nameOf = ([os, cpu]) => `@plutu-rs/sandbox-${os}-${cpu}`;

function pack(manifest, fill) {
  const folder = mkdtempSync(join(tmpdir(), "plutu-npm-"));
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 2));
  for (const name of readdirSync(programFolder).filter((name) => name.startsWith("LICENSE"))) {
    cpSync(join(programFolder, name), join(folder, name));
  }
  fill(folder);
  execSync(`npm pack --silent --pack-destination "${outputFolder}"`, { cwd: folder, stdio: "ignore" });
  rmSync(folder, { recursive: true });
}

const platform = PLATFORMS[target];
const { bin, engines, keywords, ...shared } = main;
const program = {
  ...shared,
  name: nameOf(platform),
  description: `The program of plutu-sandbox for ${platform.join("-")}. Install plutu-sandbox instead.`,
  os: [platform[0]],
  cpu: [platform[1]],
  preferUnplugged: true,
};
pack(program, (folder) => {
  mkdirSync(join(folder, "bin"));
  const name = platform[0] === "win32" ? "plutu-sandbox.exe" : "plutu-sandbox";
  cpSync(join(programFolder, name), join(folder, "bin", name));
});

const optionalDependencies = Object.fromEntries(Object.values(PLATFORMS).map((it) => [nameOf(it), version]));
pack({ ...main, optionalDependencies }, (folder) => {
  cpSync(join(here, "README.md"), join(folder, "README.md"));
  cpSync(join(here, "bin"), join(folder, "bin"), { recursive: true });
});
