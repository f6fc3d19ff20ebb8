// SPDX-License-Identifier: Apache-2.0
//
// server.mjs - an OAuth 2 authorization server for client credentials: node server.mjs CONFIG.json, where CONFIG is
// {"issuer": URL, "port": NUMBER, "clients": [{"id", "secret", "seconds": of life of its tokens}]}
//
// The secret is checked, and the token is a signed JWT with the client's id in `sub`, which is what OpenChoreo's API
// server wants of its identity provider.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

// The packages are where this was installed, and that need not be beside this file.
const require = createRequire(`${process.env.OAUTH_MODULES}/`);
const { Provider } = await import(pathToFileURL(require.resolve('oidc-provider')));

const config = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const seconds = new Map(config.clients.map((client) => [client.id, client.seconds]));

const provider = new Provider(config.issuer, {
  clients: config.clients.map(({ id, secret }) => ({
    client_id: id,
    client_secret: secret,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: 'client_secret_post',
  })),
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'urn:openchoreo:api',
      getResourceServerInfo: () => ({
        scope: '',
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
  routes: { token: '/oauth2/token', jwks: '/oauth2/jwks' },
  ttl: { ClientCredentials: (ctx, token, client) => seconds.get(client.clientId) },
});

provider.listen(config.port, '127.0.0.1');
