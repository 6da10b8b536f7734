// Passkeys: fills in the form with what the browser's own dialogue gives. Nothing else on the site
// needs a script to work.
"use strict";
(() => {
  const form = document.getElementById("passkey");
  if (!form || !window.PublicKeyCredential) return;
  const octets = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const text = (buffer) => {
    const plain = String.fromCharCode(...new Uint8Array(buffer || []));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const words = (list) => list.split(" ").filter(Boolean);
  const { ceremony, challenge, service, user, known, algorithms } = form.dataset;
  const asked = () => {
    if (ceremony === "get") {
      return navigator.credentials.get({
        publicKey: { challenge: octets(challenge), rpId: service, userVerification: "required" },
      });
    }
    const name = form.elements.namn.value.trim() || "Samverkan";
    return navigator.credentials.create({
      publicKey: {
        challenge: octets(challenge),
        rp: { id: service, name: "Samverkan" },
        user: { id: octets(user), name, displayName: name },
        pubKeyCredParams: words(algorithms).map((alg) => ({ type: "public-key", alg: Number(alg) })),
        excludeCredentials: words(known).map((id) => ({ type: "public-key", id: octets(id) })),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        attestation: "none",
      },
    });
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = document.getElementById("passkey-said");
    try {
      const { rawId, response } = await asked();
      const fields = form.elements;
      fields.nyckel.value = text(rawId);
      fields.klient.value = text(response.clientDataJSON);
      fields.data.value = text(response.attestationObject || response.authenticatorData);
      fields.underskrift.value = text(response.signature);
      fields.vem.value = text(response.userHandle);
      form.submit();
    } catch {
      said.hidden = false;
      said.focus();
    }
  });
})();
