// A passkey in Chromium, with the virtual authenticator of the DevTools protocol.
//
//   node passkey.mjs TOOLS ORIGIN INVITATION COOKIE     prints what was done
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import fs from "node:fs";
import path from "node:path";

const [tools, origin, invitation, cookie] = process.argv.slice(2);
const resolve = createRequire(path.join(tools, "package.json")).resolve;
const { chromium } = (await import(pathToFileURL(resolve("playwright-core")).href)).default;

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(fs.existsSync);
const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
});
const done = [];
try {
  const context = await browser.newContext({ locale: "sv-SE" });
  await context.addCookies([{ name: "inloggad", value: cookie, url: origin }]);
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(String(error)));
  const session = await context.newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true,
    },
  });
  await page.goto(invitation);
  await page.getByRole("button", { name: "Lägg till en nyckel" }).click();
  await page.getByLabel("Nyckelns namn").fill("Jobbtelefonen");
  await page.getByRole("button", { name: "Skapa nyckeln" }).click();
  await page.getByRole("heading", { name: "Jobbtelefonen" }).waitFor({ timeout: 20000 });
  done.push("made");
  await page.goto(`${origin}/mina-inloggningar`);
  await page.getByRole("button", { name: "Logga ut här" }).click();
  await page.getByRole("heading", { level: 1, name: "Logga in" }).waitFor();
  done.push("signed out");
  await page.getByRole("button", { name: "Logga in med nyckel" }).click();
  await page.getByRole("button", { name: "Använd nyckel" }).click();
  await page.getByRole("heading", { level: 1, name: "Min sida" }).waitFor({ timeout: 20000 });
  done.push("signed in with it");
  await page.goto(`${origin}/nycklar`);
  await page.getByRole("button", { name: "Lägg till en nyckel" }).waitFor();
  done.push("staff");
  if (faults.length) throw new Error(faults.join("\n"));
  console.log(done.join(", "));
} finally {
  await browser.close();
}
