// node run.mjs                 lists the scenarios
// node run.mjs openai chat     runs one against $GATEWAY_URL with $GATEWAY_KEY

const CLIENTS = ['openai', 'together', 'vercel'];

const [client, scenario] = process.argv.slice(2);

async function scenarios(name) {
  return (await import(`./${name}.mjs`)).scenarios;
}

if (!client) {
  for (const name of CLIENTS) {
    Object.keys(await scenarios(name)).forEach((each) => console.log(`${name} ${each}`));
  }
}
else {
  await (await scenarios(client))[scenario]();
}
