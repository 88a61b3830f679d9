# One image for pages and workers. It holds no secret, and expects PostgreSQL (and Redis, if wanted) elsewhere.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY migrations ./migrations
COPY config/build-verifier.mjs ./config/
COPY config/languages ./config/languages
RUN npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
ENV HOST=0.0.0.0 PORT=8320 LEDGER_DATA_DIR=/data LEDGER_JOURNAL_DIR=/journal
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY config ./config
# Keys, and the journal apart from them. Root owns the program, so that whoever breaks into it cannot change it.
RUN install --directory --owner=node --group=node --mode=0700 /data /journal
VOLUME /data /journal
USER node
EXPOSE 8320
CMD ["node", "dist/src/main.js"]
