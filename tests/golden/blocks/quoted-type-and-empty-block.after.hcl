"listener" "tcp" {
  tls_cert_file = "/etc/certs/tls.crt"
  tls_key_file = "/etc/certs/tls.key"
  tls_client_ca_file = "/etc/certs/ca.crt"
  tls_require_and_verify_client_cert = true
}
api_addr = "https://vault:8200"
