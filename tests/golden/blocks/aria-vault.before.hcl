# Storage on the volume, one node.
storage "file" {
  path = "/vault/file"
}

listener "tcp" {
  address     = "0.0.0.0:8200"
  tls_disable = 1
  # mTLS (SEC-003)
  # tls_cert_file      = "/vault/certs/vault.crt"
  # tls_key_file       = "/vault/certs/vault.key"
  # tls_client_ca_file = "/etc/ssl/certs/aria-root-ca.crt"
}

api_addr      = "http://vault:8200"
disable_mlock = true
ui            = true
