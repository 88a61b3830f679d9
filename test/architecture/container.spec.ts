import { readText } from './sources.js';

const dockerfile = readText('Dockerfile');
const compose = readText('docker-compose.yml');
const listed = compose.slice(compose.indexOf('\nservices:'), compose.indexOf('\nvolumes:'));
const services = [...listed.matchAll(/^ {2}([a-z]+):\n((?: {4}.*\n|\n)+)/gm)].map(([, name, body]) => ({ name: name!, body: body! }));

describe('The container', () => {
  it('runs as somebody who is not root, and is built in steps that can be read', () => {
    const instructions = [...dockerfile.matchAll(/^([A-Z]+)\s/gm)].map(([, word]) => word);
    expect(
      instructions.filter(
        (word) =>
          !'FROM WORKDIR COPY RUN ENV USER EXPOSE VOLUME ENTRYPOINT CMD HEALTHCHECK ARG LABEL STOPSIGNAL'.split(' ').includes(word!),
      ),
    ).toEqual([]);
    const runsAs = [...dockerfile.matchAll(/^USER\s+(\S+)/gm)].at(-1)?.[1];
    expect(runsAs).toBeDefined();
    expect(['root', '0']).not.toContain(runsAs);
    expect(dockerfile.lastIndexOf('\nUSER ')).toBeLessThan(
      Math.max(dockerfile.lastIndexOf('\nCMD '), dockerfile.lastIndexOf('\nENTRYPOINT ')),
    );
  });

  it('carries no secret and fetches nothing but packages', () => {
    expect(dockerfile).not.toMatch(/^(?:ENV|ARG)\b.*(?:PASSWORD|SECRET|TOKEN|_KEY)|curl |wget |ADD http/m);
    expect(dockerfile).toMatch(/npm ci/);
  });

  it('every service says how one knows that it is well', () => {
    const grownUp = services.filter(({ body }) => body.includes('profiles: [scale]')).map(({ name }) => name);
    expect(grownUp.sort()).toEqual(['balancer', 'web']);
    const always = services.map(({ name }) => name).filter((name) => !grownUp.includes(name));
    expect(always.sort()).toEqual(['app', 'postgres', 'redis', 'worker']);
    expect(services.filter(({ body }) => !/healthcheck:/.test(body)).map(({ name }) => name)).toEqual([]);
  });
});
