// Adds a mount to every service of the files whose names stand on standard input, by npm's yaml. Called by side-by-side.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
const { parseAllDocuments, isAlias, isMap } = createRequire(process.cwd() + '/')('yaml')

const mount = process.argv[2]
for (const name of readFileSync(0, 'utf8').split('\0')) {
  try {
    const documents = parseAllDocuments(readFileSync(name, 'utf8'), { merge: true, version: '1.1' })
    for (const document of documents) {
      if (document.errors.length) throw document.errors[0]
      const services = document.get('services')
      for (const { key, value } of services.items) {
        const service = isAlias(value) ? value.resolve(document) : value
        if (!isMap(service)) throw new Error('not a mapping: ' + key)
        const volumes = service.get('volumes', true)
        const list = isAlias(volumes) ? volumes.resolve(document) : volumes
        if (list && list.items) list.add(mount)
        else service.set('volumes', document.createNode([mount]))
      }
    }
    writeFileSync(name, documents.join(''))
  } catch (refused) {
    process.stderr.write(name + ': ' + refused.message.split('\n')[0] + '\n')
  }
}
