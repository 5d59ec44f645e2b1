const plain = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/; // a name in this folder and nowhere else
const most = 2000; // files

// readFolder reads the files that the index.json of a folder of this site lists. What cannot be read is a problem, which
// the reader is told.
export async function readFolder(folder) {
  const files = [];
  const problems = [];
  try {
    const names = await (await get(`${folder}/index.json`)).json();
    if (!Array.isArray(names) || names.length > most) throw new Error("it is not an array of names");
    const texts = await Promise.allSettled(names.map((name) => readFile(folder, name)));
    texts.forEach((text, i) => {
      const name = String(names[i]).slice(0, 128);
      if (text.status === "fulfilled") files.push({ name: `${folder}/${name}`, text: text.value });
      else problems.push(`${folder}/${name} could not be read`);
    });
  } catch {
    problems.push(`the list ${folder}/index.json could not be read`);
  }
  return { files, problems };
}

async function readFile(folder, name) {
  if (typeof name !== "string" || !plain.test(name)) throw new Error("not a plain name");
  return (await get(`${folder}/${name}`)).text();
}

async function get(url) {
  const response = await fetch(url, { cache: "no-cache", redirect: "error" });
  if (!response.ok) throw new Error(String(response.status));
  return response;
}
