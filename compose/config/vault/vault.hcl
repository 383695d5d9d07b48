# Integrated storage on the volume, one node. OpenBao knows it, too.
storage "raft" {
  path    = "/vault/file"
  node_id = "vault"
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
cluster_addr  = "https://vault:8201"
disable_mlock = true
ui            = true
