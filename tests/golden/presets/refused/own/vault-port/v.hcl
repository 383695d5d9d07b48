storage "file" { path = "/f" }
listener "tcp" {
  address = "0.0.0.0:8300"
}
