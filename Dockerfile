# One image for the four services: SERVICE says which, the arguments say what (serve, migrate, import <file>).
#   docker build -t tillbridge .                          what production runs
#   docker build -t tillbridge-demo --target demo .       with the vendors' twins and the test kit
FROM node:24-slim AS workspace
WORKDIR /app
ENV NX_DAEMON=false NX_NO_CLOUD=true NX_TUI=false
COPY package.json package-lock.json .npmrc ./
# As the doors do: no package of ours needs its install script.
RUN npm ci --ignore-scripts
COPY . .
RUN npx nx run-many -t build

FROM workspace AS pruned
# The private PostgreSQL of a bare machine is an optional package; an image has no use for it.
RUN npm prune --omit=dev --omit=optional --ignore-scripts && rm -rf dist/libs/simulators dist/libs/testing

FROM node:24-slim AS runtime
WORKDIR /app
ARG SERVICE=inventory-core
ENV NODE_ENV=production SERVICE=$SERVICE
COPY --from=pruned /app/package.json ./
COPY --from=pruned /app/node_modules ./node_modules
COPY --from=pruned /app/dist ./dist
USER node
# The shell hands over to Node, so that a signal reaches the service and it drains before it ends.
ENTRYPOINT ["/bin/sh", "-c", "exec node --enable-source-maps \"dist/apps/$SERVICE/src/main.js\" \"$@\"", "tillbridge"]
CMD ["serve"]
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=3 \
  CMD ["node", "-e", "const { defaultPorts } = require('/app/dist/libs/service-kit/src/run/ports.js'); fetch(`http://127.0.0.1:${process.env.PORT || defaultPorts[process.env.SERVICE]}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

FROM runtime AS demo
COPY --from=workspace /app/node_modules/graphql ./node_modules/graphql
COPY --from=workspace /app/dist/libs/simulators ./dist/libs/simulators
COPY --from=workspace /app/dist/libs/testing ./dist/libs/testing

FROM runtime
