# One image for the four services; the command says which. `--target workspace` also holds the vendors' twins.
FROM node:24-slim AS workspace
WORKDIR /app
ENV NX_DAEMON=false NX_NO_CLOUD=true NX_TUI=false
COPY package.json package-lock.json .npmrc ./
# As the doors do: no package of ours needs its install script.
RUN npm ci --ignore-scripts
COPY . .
RUN npx nx run-many -t build
USER node

FROM workspace AS pruned
USER root
# The private PostgreSQL of a bare machine is an optional package; an image has no use for it.
RUN npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=pruned /app/package.json ./
COPY --from=pruned /app/node_modules ./node_modules
COPY --from=pruned /app/dist/apps ./dist/apps
COPY --from=pruned /app/dist/libs ./dist/libs
USER node
# A signal reaches Node itself, so that a service drains before it ends.
ENTRYPOINT ["node", "--enable-source-maps"]
CMD ["dist/apps/inventory-core/src/main.js"]
