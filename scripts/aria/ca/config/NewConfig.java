package aria.ca.config;

/** The initial configuration of a CA without ca.json. Paths are relative to its folder, in which step-ca is started. */
final class NewConfig {
    static final String JSON = """
            {
              "root": "pki/root_ca.crt",
              "federatedRoots": null,
              "crt": "pki/intermediate_ca.crt",
              "key": "pki/intermediate_ca_key",
              "address": ":9000",
              "insecureAddress": "",
              "dnsNames": [
                "step-ca",
                "localhost",
                "127.0.0.1",
                "::1"
              ],
              "logger": {
                "format": "json"
              },
              "db": {
                "type": "badgerv2",
                "dataSource": "db"
              },
              "authority": {
                "claims": {
                  "minTLSCertDuration": "5m",
                  "maxTLSCertDuration": "87600h",
                  "defaultTLSCertDuration": "8760h"
                },
                "provisioners": [
                  {
                    "type": "ACME",
                    "name": "acme",
                    "claims": {
                      "maxTLSCertDuration": "2160h",
                      "defaultTLSCertDuration": "2160h"
                    },
                    "options": {
                      "x509": {
                        "template": "{\\"subject\\": {{ toJson .Subject }}, \\"sans\\": {{ toJson .SANs }}, \\"keyUsage\\": [\\"digitalSignature\\"], \\"extKeyUsage\\": [\\"serverAuth\\"]}"
                      }
                    }
                  },
                  {
                    "type": "SSHPOP",
                    "name": "sshpop",
                    "claims": {
                      "enableSSHCA": true
                    }
                  }
                ]
              },
              "tls": {
                "cipherSuites": [
                  "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                  "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
                ],
                "minVersion": 1.2,
                "maxVersion": 1.3,
                "renegotiation": false
              }
            }
            """;

    private NewConfig() {}
}
