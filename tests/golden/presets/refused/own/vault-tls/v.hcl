storage "file" { path = "/f" }
listener "tcp" {
  address = "0.0.0.0:8200"
  tls_cert_file = "/tls/v.crt"
}
